use axum::extract::{Path, State};
use axum::response::Response;
use leasehold_http_kit::urlencoded;
use leptos::prelude::*;

use super::LedgerlyFrame;
use crate::components::{Alert, AlertTone, ButtonKind, LinkButton, PageHead, setback};
use crate::data::{PageError, Pending, PendingOutcome};
use crate::pages::Refusal;
use crate::sites::{AppState, Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /approvals/{id}`: how an approval went that needed a confirmation.
pub(crate) async fn page(State(state): State<AppState>, Path(id): Path<String>, visit: Visit) -> Response {
    let page = load(&state, &id, &visit).await;
    respond(visit, page)
}

async fn load(state: &AppState, id: &str, visit: &Visit) -> Result<Page, PageError> {
    let pending = state.backend.pending(&visit.request, id).await;
    match &pending {
        Ok(Pending { outcome: PendingOutcome::Done { .. }, .. }) => {
            return Err(PageError::Redirect("/?done=approved".into()));
        }
        // Cancelled, or it did not work: back to the list.
        Ok(Pending { outcome: PendingOutcome::Waiting { .. }, .. }) | Err(PageError::NotFound)
            if setback(visit).is_some() =>
        {
            let error = visit.request.query("error").unwrap_or_default();
            let query = urlencoded::encode(&[("error", &error)]);
            return Err(PageError::Redirect(format!("/?{query}")));
        }
        _ => {}
    }
    let pending = pending?;
    Ok(Page::new(visit.texts.get("approval-title"), move || view! { <Approval pending/> }))
}

#[component]
fn Approval(pending: Pending) -> impl IntoView {
    let t = use_texts();
    let step_up = match &pending.outcome {
        PendingOutcome::Waiting { step_up } => step_up.clone(),
        _ => None,
    };
    let message = match pending.outcome {
        PendingOutcome::Refused(problem) => view! { <Refusal problem/> }.into_any(),
        _ => view! { <Alert tone=AlertTone::Info text=t.get("approval-cancelled")/> }.into_any(),
    };
    let confirm = step_up
        .map(|href| view! { <LinkButton kind=ButtonKind::Primary href label=t.get("payment-confirm")/> });
    view! {
        <LedgerlyFrame current="">
            <PageHead title=t.get("approval-title")/>
            <div class="card card-body stack form-card">
                {message}
                <p class="actions">
                    {confirm}
                    <LinkButton kind=ButtonKind::Quiet href="/" label=t.get("approval-back")/>
                </p>
            </div>
        </LedgerlyFrame>
    }
}
