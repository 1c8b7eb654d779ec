use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use leasehold_oauth_types::Problem;
use leptos::prelude::*;

use super::NorthbankFrame;
use super::payment_fields::{PaymentFault, PaymentFields};
use super::payment_form::PaymentForm;
use crate::components::{PageHead, Setback, titled};
use crate::data::PageError;
use crate::pages::Refusal;
use crate::sites::{AppState, Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /payments/new`; with `?again=` the fields of an earlier one.
pub(crate) async fn page(State(state): State<AppState>, visit: Visit) -> Response {
    let page = load(&state, &visit).await;
    respond(visit, page)
}

async fn load(state: &AppState, visit: &Visit) -> Result<Page, PageError> {
    let key = state.backend.new_key();
    let fields = match visit.request.query("again") {
        Some(id) => match state.backend.pending(&visit.request, &id).await {
            Ok(pending) => PaymentFields::again(&pending.request, key),
            // Nothing known any more gives an empty form.
            Err(PageError::NotFound) => PaymentFields { idempotency_key: key, ..PaymentFields::default() },
            Err(error) => return Err(error),
        },
        None => PaymentFields { idempotency_key: key, ..PaymentFields::default() },
    };
    Ok(form(visit, fields, None))
}

/// The form, empty or filled.
pub(crate) fn form(visit: &Visit, fields: PaymentFields, fault: Option<PaymentFault>) -> Page {
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    draw(visit, fields, fault, None).status(status)
}

/// The form with its fields intact and why the bank refused.
pub(crate) fn refused(visit: &Visit, fields: PaymentFields, problem: Problem) -> Page {
    draw(visit, fields, None, Some(problem)).status(StatusCode::FORBIDDEN)
}

fn draw(visit: &Visit, fields: PaymentFields, fault: Option<PaymentFault>, problem: Option<Problem>) -> Page {
    let page = Page::new(titled(visit, "payment-not-sent", "pay-title"), move || {
        view! { <NewPayment fields fault problem/> }
    });
    page.forms_lead_to(vec![visit.site.issuer_origin.clone()])
}

#[component]
fn NewPayment(fields: PaymentFields, fault: Option<PaymentFault>, problem: Option<Problem>) -> impl IntoView {
    let t = use_texts();
    let refusal = problem.map(|problem| {
        view! {
            <div class="card card-body refusal-card">
                <h2>{t.get("pay-refused")}</h2>
                <Refusal problem/>
            </div>
        }
    });
    view! {
        <NorthbankFrame current="/payments/new">
            <Setback undone="payment-not-sent"/>
            <PageHead title=t.get("pay-title")/>
            <div class="cards">
                {refusal}
                <PaymentForm fields fault/>
            </div>
        </NorthbankFrame>
    }
}
