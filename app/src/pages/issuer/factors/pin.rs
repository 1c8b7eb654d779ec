use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::factors::{FactorPageView, PinEnrolmentView};
use leptos::prelude::*;

use super::{BackToWays, unexpected};
use crate::components::{Alert, AlertTone, DeviceProofFields, Gate, PinFields, PinUse, PostForm};
use crate::data::FactorPage;
use crate::pages::issuer::DEVICE_CHALLENGE;
use crate::sites::issuer::IssuerState;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /factors/pin`
pub(crate) async fn page(State(state): State<IssuerState>, visit: Visit) -> Response {
    let page = match state.pages.factors(FactorPage::Pin, &visit.request).await {
        Ok(FactorPageView::Pin(view)) => {
            let origins = view.form.redirect_origins.clone();
            let title = visit.texts.get("pin-title");
            Ok(Page::new(title, move || view! { <Enrolment view/> }).forms_lead_to(origins))
        }
        other => Err(unexpected(other)),
    };
    respond(visit, page)
}

/// The PIN twice; the script makes of it what the server may know.
#[component]
fn Enrolment(view: PinEnrolmentView) -> impl IntoView {
    let t = use_texts();
    let lead = t.with("pin-lead", [("device", view.device.into())]);
    let counts = (view.wait_hours > 0).then(|| {
        let span = t.span(i64::from(view.wait_hours) * 3600);
        view! { <p class="note">{t.with("pin-counts-later", [("span", span.into())])}</p> }
    });
    let replaces = view.replaces.then(|| view! { <p class="note">{t.get("pin-replaces")}</p> });
    let failed = view.failed.then(|| view! { <Alert tone=AlertTone::Error text=t.get("pin-set-failed")/> });
    view! {
        <Gate title=t.get("pin-title") lead>
            {failed}
            <PostForm action=view.form.action csrf=view.form.csrf class="stack">
                <DeviceProofFields start=DEVICE_CHALLENGE/>
                {replaces}
                {counts}
                <PinFields usage=PinUse::Set start=view.start submit=t.get("pin-submit")/>
            </PostForm>
            <BackToWays/>
        </Gate>
    }
}
