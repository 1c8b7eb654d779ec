use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::AuthorizationDetail;

use crate::actions::{ActionForm, finish};
use crate::data::{ApiCall, CallOutcome, PageError};
use crate::pages::bank_api::INSUFFICIENT_FUNDS;
use crate::pages::northbank::new_payment::{form as payment_form, refused};
use crate::pages::northbank::payment_fields::{PaymentFault, PaymentFields, body};
use crate::sites::{AppState, respond};

/// `POST /actions/send-payment`: `to`, `account`, `amount`, `reference`, `idempotency_key`. A missing
/// confirmation leads to the issuer; a rule's refusal is shown above the form, whose fields stay.
pub(crate) async fn act(State(state): State<AppState>, form: ActionForm) -> Response {
    let fields = match fields(&form) {
        Ok(fields) => fields,
        Err(error) => return respond(form.visit, Err(error)),
    };
    let payment = match fields.payment() {
        Ok(payment) => payment,
        Err(fault) => {
            let page = payment_form(&form.visit, fields, Some(fault));
            return respond(form.visit, Ok(page));
        }
    };
    let done = format!("/payments/{}", fields.idempotency_key);
    let call = ApiCall {
        idempotency_key: Some(fields.idempotency_key.clone()),
        detail: Some(AuthorizationDetail::PaymentInitiation(payment.clone())),
        ..ApiCall::post("/payments", body(&payment), done.clone())
    };
    match state.backend.call(&form.visit.request, call).await {
        Ok(CallOutcome::Problem(problem)) if problem.kind == INSUFFICIENT_FUNDS => {
            let fields = PaymentFields { idempotency_key: state.backend.new_key(), ..fields };
            let page = payment_form(&form.visit, fields, Some(PaymentFault::Funds));
            respond(form.visit, Ok(page))
        }
        Ok(CallOutcome::Problem(problem)) if !problem.reasons.is_empty() => {
            // The bank did nothing, but the step-up in between may differ next time: a fresh key.
            let fields = PaymentFields { idempotency_key: state.backend.new_key(), ..fields };
            let page = refused(&form.visit, fields, problem);
            respond(form.visit, Ok(page))
        }
        outcome => finish(form.visit, outcome, &done),
    }
}

fn fields(form: &ActionForm) -> Result<PaymentFields, PageError> {
    Ok(PaymentFields {
        to: form.one("to")?.to_owned(),
        account: form.one("account")?.to_owned(),
        amount: form.one("amount")?.to_owned(),
        reference: form.one("reference")?.to_owned(),
        idempotency_key: form.id("idempotency_key")?.to_owned(),
    })
}
