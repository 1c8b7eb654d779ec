use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::factors::{FactorWord, FactorsView};
use leptos::prelude::*;

use super::way_row::WayRow;
use super::ways_add::AddWays;
use super::{AccountFrame, Standing};
use crate::components::{Alert, AlertTone, PageHead};
use crate::data::{PageError, read};
use crate::sites::{AppState, Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /ways`
pub(crate) async fn page(State(state): State<AppState>, visit: Visit) -> Response {
    let page = load(&state, &visit).await;
    respond(visit, page)
}

async fn load(state: &AppState, visit: &Visit) -> Result<Page, PageError> {
    let standing = Standing::load(state, visit).await?;
    let factors: FactorsView = read(&*state.backend, &visit.request, "/account/v1/factors").await?;
    let title = visit.texts.get("nav-ways");
    Ok(Page::new(title, move || view! { <Ways factors standing/> }))
}

/// What there is, the strongest first, and what could be added. All changes are made at the issuer.
#[component]
fn Ways(factors: FactorsView, standing: Standing) -> impl IntoView {
    let t = use_texts();
    let FactorsView { factors, issuer } = factors;
    let has = |kinds: &[FactorWord]| {
        factors.iter().any(|factor| kinds.contains(&factor.kind) && !factor.compromised)
    };
    let second = has(&[FactorWord::Passkey, FactorWord::Pin, FactorWord::Totp]);
    let alert = if !second {
        Some("ways-only-password")
    } else if !has(&[FactorWord::RecoveryCodes]) {
        Some("ways-no-codes")
    } else {
        None
    };
    let kinds: Vec<FactorWord> = factors.iter().map(|factor| factor.kind).collect();
    let rows =
        factors.into_iter().map(|factor| view! { <WayRow factor issuer=issuer.clone()/> }).collect_view();
    view! {
        <AccountFrame current="/ways" standing>
            <PageHead title=t.get("nav-ways") lead=t.get("ways-lead")/>
            <div id="live-ways" data-live="" class="cards">
                {alert.map(|key| view! { <Alert tone=AlertTone::Info text=t.get(key)/> })}
                <ul class="card rows" role="list">{rows}</ul>
            </div>
            <AddWays kinds issuer/>
        </AccountFrame>
    }
}
