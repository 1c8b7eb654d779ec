use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::factors::{FactorPageView, PasskeyRemovedView};
use leptos::prelude::*;

use super::unexpected;
use crate::components::{ButtonKind, Gate, Known, LinkButton, PasskeySignal};
use crate::data::FactorPage;
use crate::sites::issuer::IssuerState;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_visit};

/// `GET /factors/removed`
pub(crate) async fn page(State(state): State<IssuerState>, visit: Visit) -> Response {
    let page = match state.pages.factors(FactorPage::PasskeyRemoved, &visit.request).await {
        Ok(FactorPageView::PasskeyRemoved(view)) => {
            Ok(Page::new(visit.texts.get("passkey-removed-title"), move || view! { <Removed view/> }))
        }
        other => Err(unexpected(other)),
    };
    respond(visit, page)
}

/// What is left to do where the passkey is kept. Browsers that can pass it on do it, and go on to the list.
#[component]
fn Removed(view: PasskeyRemovedView) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let list = format!("{}/ways", visit.site.dashboard_origin.trim_end_matches('/'));
    view! {
        <Gate title=t.get("passkey-removed-title") lead=t.get("passkey-removed-lead")>
            <PasskeySignal known=Known::All(view.accepted) then=Some(list.clone())/>
            <LinkButton kind=ButtonKind::Primary href=list label=t.get("passkey-removed-back")/>
        </Gate>
    }
}
