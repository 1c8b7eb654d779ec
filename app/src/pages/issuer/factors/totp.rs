use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::factors::FactorPageView;
use leasehold_oauth_types::interaction::TotpEnrolmentView;
use leptos::prelude::*;

use super::{BackToWays, unexpected};
use crate::components::{Button, ButtonKind, DeviceProofFields, Field, Gate, PostForm};
use crate::data::FactorPage;
use crate::pages::issuer::{DEVICE_CHALLENGE, code_error};
use crate::sites::issuer::IssuerState;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /factors/totp`
pub(crate) async fn page(State(state): State<IssuerState>, visit: Visit) -> Response {
    let page = match state.pages.factors(FactorPage::Totp, &visit.request).await {
        Ok(FactorPageView::Totp(view)) => Ok(enrolment(&visit, view)),
        other => Err(unexpected(other)),
    };
    respond(visit, page)
}

/// The page of an enrolment, also as the last step of a set-up.
pub(in crate::pages::issuer) fn enrolment(visit: &Visit, view: TotpEnrolmentView) -> Page {
    let origins = view.form.redirect_origins.clone();
    let title = visit.texts.get("totp-title");
    Page::new(title, move || view! { <Enrolment view/> }).forms_lead_to(origins)
}

/// Scan or type the key, then prove it with a first code.
#[component]
fn Enrolment(view: TotpEnrolmentView) -> impl IntoView {
    let t = use_texts();
    let counts = view.wait_hours.filter(|hours| *hours > 0).map(|hours| {
        let span = t.span(i64::from(hours) * 3600);
        view! { <p class="note">{t.with("totp-counts-later", [("span", span.into())])}</p> }
    });
    let signed_in = view.wait_hours.is_some();
    let skip = view.may_skip.then(|| {
        view! {
            <Button kind=ButtonKind::Quiet label=t.get("totp-skip") name="skip" value="1" skip_checks=true/>
        }
    });
    let error = view.error.map(|error| code_error(t, error));
    view! {
        <Gate title=t.get("totp-title") lead=t.get("totp-lead")>
            // Drawn by the server from the key alone.
            <div class="qr" role="img" aria-label=t.get("totp-qr") inner_html=view.qr_svg></div>
            <details class="details">
                <summary>{t.get("totp-no-scan")}</summary>
                <p class="secret"><code>{view.secret}</code></p>
            </details>
            <PostForm action=view.form.action csrf=view.form.csrf class="stack">
                {signed_in.then(|| view! { <DeviceProofFields start=DEVICE_CHALLENGE/> })}
                <Field
                    name="code"
                    label=t.get("totp-code")
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    pattern="[0-9 ]*"
                    maxlength=8
                    code=true
                    error=error
                />
                {counts}
                <Button kind=ButtonKind::Primary label=t.get("totp-submit")/>
                {skip}
            </PostForm>
            {signed_in.then(|| view! { <BackToWays/> })}
        </Gate>
    }
}
