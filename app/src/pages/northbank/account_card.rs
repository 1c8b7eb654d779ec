use leptos::prelude::*;

use crate::components::When;
use crate::pages::bank_api::{AccountView, TransactionView};
use crate::texts::money::iban;
use crate::visit::use_texts;

/// One account with its latest transactions.
#[component]
pub(super) fn AccountCard(account: AccountView, transactions: Vec<TransactionView>) -> impl IntoView {
    let t = use_texts();
    let heading = format!("account-{}", account.id);
    let labelled = heading.clone();
    let rows = transactions.into_iter().map(|transaction| view! { <TransactionRow transaction/> });
    view! {
        <section class="card" aria-labelledby=labelled>
            <div class="card-head">
                <div>
                    <h2 id=heading>{account.name}</h2>
                    <p class="muted number">{iban(&account.iban)}</p>
                </div>
                <p class="balance">{t.money(&account.balance.amount, &account.balance.currency)}</p>
            </div>
            <ul class="rows rows-inside" role="list">{rows.collect_view()}</ul>
        </section>
    }
}

#[component]
fn TransactionRow(transaction: TransactionView) -> impl IntoView {
    let t = use_texts();
    let incoming = !transaction.amount.amount.starts_with('-');
    view! {
        <li class="row" data-transaction=transaction.id>
            <div class="row-text">
                <p class="row-title"><bdi>{transaction.counterparty}</bdi></p>
                <p class="muted"><bdi>{transaction.description}</bdi></p>
            </div>
            <div class="row-side row-amount">
                <p class=if incoming { "number amount-in" } else { "number" }>
                    {t.money(&transaction.amount.amount, &transaction.amount.currency)}
                </p>
                <p class="muted"><When at=transaction.booked_at/></p>
            </div>
        </li>
    }
}
