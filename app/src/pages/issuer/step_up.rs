use axum::extract::{Path, State};
use axum::response::Response;
use leasehold_oauth_types::interaction::{InteractionView, Lack, StepUpPurpose, StepUpView};
use leptos::prelude::*;

use super::elsewhere;
use super::step_up_purpose::{Purpose, wording};
use super::ways::{self, OtherWays, Proving, Way};
use crate::components::{Alert, AlertTone, Button, ButtonKind, Gate, PostForm};
use crate::data::{InteractionPage, PageError};
use crate::sites::issuer::IssuerState;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_visit};

/// Where a recovery code opens the way to a new factor.
const RECOVERY: &str = "/factors/confirm?to=/factors/passkey&with=recovery";

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

/// Names exactly what is confirmed, then asks for the strongest factor there is.
#[component]
fn StepUp(view: StepUpView) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let words = wording(t, &view);
    let here = view.form.action.clone();
    let start = here.trim_end_matches("/step-up");
    let ways = view.factors;
    let open = ways::open(&ways, visit.request.query("with").as_deref(), view.error);
    let proving = Proving {
        form: view.form.clone(),
        passkey_start: format!("{start}/passkey"),
        pin_start: format!("{start}/pin"),
        hidden: None,
        number: matches!(view.purpose, StepUpPurpose::ConfirmDevice { itself: false, .. }),
        submit: words.submit,
        error: view.error,
    };
    let form = match open {
        Some(way) => view! { <Way way proving ways=ways.clone()/> }.into_any(),
        None => {
            let text = match view.lacks {
                Some(Lack::Waits { until }) => {
                    t.with("step-up-waits", [("when", t.upcoming(until, visit.now).into())])
                }
                Some(Lack::Passkey) => t.get("step-up-needs-passkey"),
                None => t.get("step-up-no-factor"),
            };
            view! { <Alert tone=AlertTone::Error text/> }.into_any()
        }
    };
    let last = view.recovery.then(|| (RECOVERY.to_owned(), t.get("confirm-none")));
    let lasts = view.lasts_s.filter(|_| open.is_some()).map(|seconds| {
        let text = t.with("step-up-lasts", [("span", t.span(seconds.into()).into())]);
        view! { <span>{text}" "</span> }
    });
    view! {
        <Gate title=words.title>
            <Purpose app=view.app purpose=view.purpose/>
            {form}
            <OtherWays ways open here last/>
            <PostForm action=view.form.action csrf=view.form.csrf class="note">
                {lasts}
                <Button kind=ButtonKind::Link label=words.cancel name="decision" value="cancel" skip_checks=true/>
            </PostForm>
        </Gate>
    }
}
