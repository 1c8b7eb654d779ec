use axum::extract::{Path, State};
use axum::response::Response;
use leasehold_oauth_types::interaction::{InteractionView, StepUpError, StepUpPurpose, StepUpView};
use leptos::prelude::*;

use super::step_up_purpose::{Purpose, wording};
use super::{code_error, elsewhere};
use crate::components::{Alert, AlertTone, Button, ButtonKind, Field, Gate, PostForm};
use crate::data::{InteractionPage, PageError};
use crate::sites::issuer::IssuerState;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /interaction/{id}/step-up`
pub(crate) async fn page(State(state): State<IssuerState>, Path(id): Path<String>, visit: Visit) -> Response {
    let page = load(&state, &id, &visit).await;
    respond(visit, page)
}

async fn load(state: &IssuerState, id: &str, visit: &Visit) -> Result<Page, PageError> {
    match state.pages.interaction(id, InteractionPage::StepUp, &visit.request).await? {
        InteractionView::StepUp(view) => {
            let origins = view.form.redirect_origins.clone();
            let title = wording(visit.texts, &view).title;
            Ok(Page::new(title, move || view! { <StepUp view/> }).forms_lead_to(origins))
        }
        other => Err(elsewhere(other)),
    }
}

/// Names exactly what is confirmed, then asks for the factor.
#[component]
fn StepUp(view: StepUpView) -> impl IntoView {
    let t = use_texts();
    let words = wording(t, &view);
    let form = if view.factors.is_empty() {
        view! { <Alert tone=AlertTone::Error text=t.get("step-up-no-factor")/> }.into_any()
    } else {
        let number = matches!(view.purpose, StepUpPurpose::ConfirmDevice { .. });
        view! { <CodeFields number error=view.error submit=words.submit/> }.into_any()
    };
    let lasts = view.lasts_s.filter(|_| !view.factors.is_empty()).map(|seconds| {
        let text = t.with("step-up-lasts", [("span", t.span(seconds.into()).into())]);
        view! { <span>{text}" "</span> }
    });
    view! {
        <Gate title=words.title>
            <Purpose app=view.app purpose=view.purpose/>
            <PostForm action=view.form.action csrf=view.form.csrf class="stack">
                {form}
                <p class="note">
                    {lasts}
                    <Button kind=ButtonKind::Link label=words.cancel name="decision" value="cancel" skip_checks=true/>
                </p>
            </PostForm>
        </Gate>
    }
}

#[component]
fn CodeFields(number: bool, error: Option<StepUpError>, submit: String) -> impl IntoView {
    let t = use_texts();
    let wrong_number = matches!(error, Some(StepUpError::WrongNumber { .. }));
    let text = error.map(|error| code_error(t, error));
    let (number_error, code_error) = if wrong_number { (text, None) } else { (None, text) };
    let number = number.then(|| {
        view! {
            <Field
                name="number"
                label=t.get("step-up-number")
                hint=t.get("step-up-number-hint")
                inputmode="numeric"
                autocomplete="off"
                pattern="[0-9 ]*"
                maxlength=4
                code=true
                autofocus=true
                error=number_error
            />
        }
    });
    let first = number.is_none();
    view! {
        <input type="hidden" name="factor" value="totp"/>
        {number}
        <Field
            name="code"
            label=t.get("step-up-code")
            inputmode="numeric"
            autocomplete="one-time-code"
            pattern="[0-9 ]*"
            maxlength=8
            code=true
            autofocus=first
            error=code_error
        />
        <Button kind=ButtonKind::Primary label=submit/>
    }
}
