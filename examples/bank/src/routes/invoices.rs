//! `GET /invoices`.

use axum::Json;
use axum::extract::State;
use leasehold_guard::Authorized;

use crate::Bank;
use crate::api::InvoicesView;

pub(super) async fn list(State(bank): State<Bank>, who: Authorized) -> Json<InvoicesView> {
    Json(InvoicesView { invoices: bank.invoices(who.sub()) })
}
