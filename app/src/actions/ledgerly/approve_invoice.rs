use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::AuthorizationDetail;
use leasehold_oauth_types::authorization_details::InvoiceApproval;
use serde_json::json;

use crate::actions::{ActionForm, finish};
use crate::data::{ApiCall, CallOutcome, PageError, read};
use crate::pages::bank_api::InvoicesView;
use crate::pages::ledgerly::invoices::list;
use crate::sites::{AppState, respond};

/// `POST /actions/approve-invoice`: `invoice`, `idempotency_key`.
pub(crate) async fn act(State(state): State<AppState>, form: ActionForm) -> Response {
    match call(&state, &form).await {
        Ok(CallOutcome::Problem(problem)) if !problem.reasons.is_empty() => {
            let page = list(&*state.backend, &form.visit, Some(problem)).await;
            respond(form.visit, page)
        }
        outcome => finish(form.visit, outcome, "/?done=approved"),
    }
}

async fn call(state: &AppState, form: &ActionForm) -> Result<CallOutcome, PageError> {
    let (id, key) = (form.id("invoice")?, form.id("idempotency_key")?);
    // Supplier and amount come from the bank, not from the form: the person confirms what the bank knows.
    let list: InvoicesView = read(&*state.backend, &form.visit.request, "/invoices").await?;
    let invoice = list.invoices.into_iter().find(|invoice| invoice.id == id).ok_or(PageError::NotFound)?;
    let call = ApiCall {
        idempotency_key: Some(key.to_owned()),
        detail: Some(AuthorizationDetail::InvoiceApproval(InvoiceApproval {
            invoice: invoice.id,
            supplier_name: invoice.supplier_name,
            amount: invoice.amount,
        })),
        ..ApiCall::post(format!("/invoices/{id}/approve"), json!({}), format!("/approvals/{key}"))
    };
    state.backend.call(&form.visit.request, call).await
}
