use axum::extract::{Path, State};
use axum::response::Response;
use leasehold_oauth_types::interaction::DeviceLinkView;
use leptos::prelude::*;

use super::DEVICE_CHALLENGE;
use crate::components::{Button, ButtonKind, DeviceProofFields, Fact, Facts, Gate, PostForm};
use crate::data::{DeviceLinkStep, PageError};
use crate::sites::issuer::IssuerState;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts, use_visit};

/// `GET /confirm-device/{link}`: changes nothing, since mail scanners open links too.
pub(crate) async fn page(
    State(state): State<IssuerState>,
    Path(link): Path<String>,
    visit: Visit,
) -> Response {
    let page = load(&state, &link, &visit).await;
    respond(visit, page)
}

async fn load(state: &IssuerState, link: &str, visit: &Visit) -> Result<Page, PageError> {
    let title = visit.texts.get("device-link-title");
    Ok(match state.pages.device_link(link, &visit.request).await? {
        DeviceLinkStep::Confirm(view) => {
            let origins = view.form.redirect_origins.clone();
            Page::new(title, move || view! { <Confirm view/> }).forms_lead_to(origins)
        }
        DeviceLinkStep::Elsewhere => Page::new(title, move || view! { <Elsewhere/> }),
    })
}

/// What, where and when, and one button.
#[component]
fn Confirm(view: DeviceLinkView) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let when = t.relative(view.asked_at, visit.now);
    let place = view.place.map(|place| Fact::new(t.get("fact-place"), place));
    let facts = [Fact::new(t.get("fact-device"), view.device)].into_iter().chain(place).collect();
    view! {
        <Gate title=t.get("device-link-title") lead=t.with("device-link-lead", [("when", when.into())])>
            <Facts facts/>
            <Scopes title=t.get("device-link-back") scopes=view.back/>
            <Scopes title=t.get("device-link-held") scopes=view.held/>
            <PostForm action=view.form.action csrf=view.form.csrf class="stack">
                <DeviceProofFields start=DEVICE_CHALLENGE/>
                <Button kind=ButtonKind::Primary label=t.get("device-link-submit")/>
            </PostForm>
        </Gate>
    }
}

#[component]
fn Scopes(title: String, scopes: Vec<String>) -> impl IntoView {
    let lines = scopes.iter().map(|scope| view! { <li>{scope.clone()}</li> }).collect_view();
    (!scopes.is_empty()).then(|| {
        view! {
            <section>
                <h2>{title}</h2>
                <ul class="bullets">{lines}</ul>
            </section>
        }
    })
}

/// Says nothing of whose link it is: this may be anybody's browser.
#[component]
fn Elsewhere() -> impl IntoView {
    let t = use_texts();
    view! {
        <Gate title=t.get("device-link-title") lead=t.get("device-link-elsewhere")>
            <p class="muted">{t.get("device-link-elsewhere-not-you")}</p>
        </Gate>
    }
}
