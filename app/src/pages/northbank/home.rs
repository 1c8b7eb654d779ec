use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use super::NorthbankFrame;
use super::account_card::AccountCard;
use crate::components::{ButtonKind, Empty, Icon, LinkButton, PageHead};
use crate::data::{PageError, read};
use crate::pages::bank_api::{AccountView, AccountsView, TransactionView, TransactionsView};
use crate::sites::{AppState, Page, respond};
use crate::visit::{Visit, use_texts, use_visit};

/// `GET /`
pub(crate) async fn page(State(state): State<AppState>, visit: Visit) -> Response {
    let page = load(&state, &visit).await;
    respond(visit, page)
}

async fn load(state: &AppState, visit: &Visit) -> Result<Page, PageError> {
    let backend = &*state.backend;
    let accounts: AccountsView = read(backend, &visit.request, "/accounts").await?;
    let mut all = Vec::with_capacity(accounts.accounts.len());
    for account in accounts.accounts {
        let path = format!("/accounts/{}/transactions", account.id);
        let list: TransactionsView = read(backend, &visit.request, path).await?;
        all.push((account, list.transactions));
    }
    Ok(Page::new(visit.texts.get("nav-accounts"), move || view! { <Home accounts=all.clone()/> }))
}

#[component]
fn Home(accounts: Vec<(AccountView, Vec<TransactionView>)>) -> impl IntoView {
    let t = use_texts();
    let name = use_visit().person.map(|person| person.first_name().to_owned()).unwrap_or_default();
    let cards = if accounts.is_empty() {
        view! { <Empty icon=Icon::Bank text=t.get("bank-no-accounts")/> }.into_any()
    } else {
        let card = |(account, transactions)| view! { <AccountCard account transactions/> };
        accounts.into_iter().map(card).collect_view().into_any()
    };
    view! {
        <NorthbankFrame current="/">
            <PageHead title=t.with("bank-hello", [("name", name.into())])/>
            <p class="actions">
                <LinkButton kind=ButtonKind::Primary icon=Icon::Arrow href="/payments/new" label=t.get("bank-send")/>
            </p>
            <div id="live-accounts" class="cards" data-live="">
                {cards}
            </div>
        </NorthbankFrame>
    }
}
