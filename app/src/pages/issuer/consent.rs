use axum::extract::{Path, State};
use axum::response::Response;
use leasehold_oauth_types::interaction::{ConsentView, InteractionView};
use leptos::prelude::*;

use super::consent_scope::ConsentScope;
use super::{DEVICE_CHALLENGE, elsewhere};
use crate::components::{Button, ButtonKind, DeviceProofFields, Gate, PostForm};
use crate::data::{InteractionPage, PageError};
use crate::sites::issuer::IssuerState;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /interaction/{id}/consent`
pub(crate) async fn page(State(state): State<IssuerState>, Path(id): Path<String>, visit: Visit) -> Response {
    let page = load(&state, &id, &visit).await;
    respond(visit, page)
}

async fn load(state: &IssuerState, id: &str, visit: &Visit) -> Result<Page, PageError> {
    match state.pages.interaction(id, InteractionPage::Consent, &visit.request).await? {
        InteractionView::Consent(view) => {
            let origins = view.form.redirect_origins.clone();
            let title = visit.texts.with(title_key(&view), [("app", view.app.clone().into())]);
            Ok(Page::new(title, move || view! { <Consent view/> }).forms_lead_to(origins))
        }
        other => Err(elsewhere(other)),
    }
}

const fn title_key(view: &ConsentView) -> &'static str {
    if view.again { "consent-again-title" } else { "consent-title" }
}

/// What the app gets, scope by scope.
#[component]
fn Consent(view: ConsentView) -> impl IntoView {
    let t = use_texts();
    let title = t.with(title_key(&view), [("app", view.app.clone().into())]);
    let lead = t.with("consent-lead", [("username", view.username.into())]);
    let legend = t.with("consent-legend", [("app", view.app.clone().into())]);
    let allow = t.with("consent-allow", [("app", view.app.clone().into())]);
    let scopes = view.scopes.into_iter().map(|scope| view! { <ConsentScope scope/> }).collect_view();
    view! {
        <Gate title lead>
            <PostForm action=view.form.action csrf=view.form.csrf class="stack">
                <DeviceProofFields start=DEVICE_CHALLENGE/>
                <fieldset class="scope-list">
                    <legend class="visually-hidden">{legend}</legend>
                    {scopes}
                </fieldset>
                <p class="note">{t.get("consent-note")}</p>
                <Button kind=ButtonKind::Primary label=allow name="decision" value="allow"/>
                <Button kind=ButtonKind::Quiet label=t.get("consent-deny") name="decision" value="deny"/>
            </PostForm>
        </Gate>
    }
}
