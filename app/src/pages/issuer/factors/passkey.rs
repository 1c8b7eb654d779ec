use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::factors::{FactorPageView, PasskeyEnrolmentView};
use leptos::prelude::*;

use super::{BackToWays, unexpected};
use crate::components::{
    Alert, AlertTone, DeviceProofFields, Field, Gate, Known, PasskeyFields, PasskeySignal, PasskeyUse,
    PostForm,
};
use crate::data::FactorPage;
use crate::pages::issuer::DEVICE_CHALLENGE;
use crate::sites::issuer::IssuerState;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /factors/passkey`
pub(crate) async fn page(State(state): State<IssuerState>, visit: Visit) -> Response {
    let page = match state.pages.factors(FactorPage::Passkey, &visit.request).await {
        Ok(FactorPageView::Passkey(view)) => {
            let origins = view.form.redirect_origins.clone();
            let title = visit.texts.get("passkey-title");
            Ok(Page::new(title, move || view! { <Enrolment view/> }).forms_lead_to(origins))
        }
        other => Err(unexpected(other)),
    };
    respond(visit, page)
}

/// A name for it, and the button on which the browser takes over.
#[component]
fn Enrolment(view: PasskeyEnrolmentView) -> impl IntoView {
    let t = use_texts();
    let counts = match view.wait_hours {
        0 => t.get("passkey-counts-now"),
        hours => {
            let span = t.span(i64::from(hours) * 3600);
            t.with("passkey-counts-later", [("span", span.into())])
        }
    };
    let failed = view.failed.then(|| {
        view! { <Alert tone=AlertTone::Error text=t.get("passkey-add-failed")/> }
    });
    view! {
        <Gate title=t.get("passkey-title") lead=t.get("passkey-lead")>
            {failed}
            <PasskeySignal known=Known::All(view.accepted)/>
            <PostForm action=view.form.action.clone() csrf=view.form.csrf class="stack">
                <DeviceProofFields start=DEVICE_CHALLENGE/>
                <Field
                    name="name"
                    label=t.get("passkey-name")
                    hint=t.get("passkey-name-hint")
                    value=view.suggested_name
                    autocomplete="off"
                    maxlength=60
                    required=false
                />
                <p class="note">{counts}</p>
                <PasskeyFields
                    usage=PasskeyUse::Add
                    start=format!("{}/start", view.form.action)
                    label=t.get("passkey-submit")
                />
            </PostForm>
            <BackToWays/>
        </Gate>
    }
}
