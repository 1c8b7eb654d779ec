use axum::extract::{Path, State};
use axum::response::Response;
use leasehold_http_kit::urlencoded;
use leptos::prelude::*;

use super::NorthbankFrame;
use super::payment_fields::PaymentFields;
use crate::components::{Alert, AlertTone, ButtonKind, Fact, Facts, LinkButton, PageHead, setback};
use crate::data::{PageError, Pending, PendingOutcome};
use crate::pages::Refusal;
use crate::sites::{AppState, Page, respond};
use crate::texts::Texts;
use crate::visit::{Visit, use_texts};

/// `GET /payments/{id}`: how a payment went, also after a reload.
pub(crate) async fn page(State(state): State<AppState>, Path(id): Path<String>, visit: Visit) -> Response {
    let page = load(&state, id, &visit).await;
    respond(visit, page)
}

async fn load(state: &AppState, id: String, visit: &Visit) -> Result<Page, PageError> {
    let pending = state.backend.pending(&visit.request, &id).await;
    let undone = matches!(
        pending,
        Ok(Pending { outcome: PendingOutcome::Waiting { .. }, .. }) | Err(PageError::NotFound)
    );
    // Cancelled, or it did not work: back to the form, with everything that was typed.
    if undone && setback(visit).is_some() {
        let error = visit.request.query("error").unwrap_or_default();
        let query = urlencoded::encode(&[("again", &id), ("error", &error)]);
        return Err(PageError::Redirect(format!("/payments/new?{query}")));
    }
    let pending = pending?;
    let title = visit.texts.get(title(&pending.outcome));
    Ok(Page::new(title, move || view! { <Payment id pending/> }))
}

const fn title(outcome: &PendingOutcome) -> &'static str {
    match outcome {
        PendingOutcome::Done { .. } => "payment-done",
        PendingOutcome::Refused(_) => "payment-refused",
        PendingOutcome::Waiting { .. } => "payment-waiting",
    }
}

#[component]
fn Payment(id: String, pending: Pending) -> impl IntoView {
    let t = use_texts();
    let body = match &pending.outcome {
        PendingOutcome::Done { body } if pending.request.is_null() => body,
        _ => &pending.request,
    };
    let facts = (!body.is_null()).then(|| facts(t, PaymentFields::again(body, String::new())));
    let heading = t.get(title(&pending.outcome));
    let again = format!("/payments/new?again={id}");
    let (message, next) = match pending.outcome {
        PendingOutcome::Done { .. } => (
            view! { <Alert tone=AlertTone::Done text=t.get("payment-done-text")/> }.into_any(),
            view! { <LinkButton kind=ButtonKind::Primary href="/" label=t.get("payment-home")/> }.into_any(),
        ),
        PendingOutcome::Refused(problem) => (
            view! { <Refusal problem/> }.into_any(),
            view! { <LinkButton kind=ButtonKind::Quiet href=again label=t.get("payment-again")/> }.into_any(),
        ),
        PendingOutcome::Waiting { step_up } => (
            view! { <Alert tone=AlertTone::Info text=t.get("payment-waiting-text")/> }.into_any(),
            view! {
                {step_up.map(|href| view! { <LinkButton kind=ButtonKind::Primary href label=t.get("payment-confirm")/> })}
                <LinkButton kind=ButtonKind::Quiet href=again label=t.get("payment-again")/>
            }
            .into_any(),
        ),
    };
    view! {
        <NorthbankFrame current="">
            <PageHead title=heading/>
            <div class="card card-body stack form-card">
                {message}
                {facts.map(|facts| view! { <Facts facts/> })}
                <p class="actions">{next}</p>
            </div>
        </NorthbankFrame>
    }
}

fn facts(t: Texts, fields: PaymentFields) -> Vec<Fact> {
    let mut facts = vec![
        Fact::new(t.get("fact-to"), fields.to),
        Fact::new(t.get("fact-account"), fields.account),
        Fact::new(t.get("fact-amount"), t.money(&fields.amount, "EUR")),
    ];
    if !fields.reference.is_empty() {
        facts.push(Fact::new(t.get("fact-reference"), fields.reference));
    }
    facts
}
