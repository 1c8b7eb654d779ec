//! `POST /invoices/{id}/approve`. The address names all there is to do, so a body is not looked at and
//! doing it twice is doing it once.

use axum::Json;
use axum::extract::{Path, State};
use leasehold_guard::Authorized;

use super::on_disk;
use crate::Bank;
use crate::api::InvoiceView;
use crate::ledger::Refused;

pub(super) async fn approve(
    State(bank): State<Bank>,
    who: Authorized,
    Path(invoice): Path<String>,
) -> Result<Json<InvoiceView>, Refused> {
    on_disk(move || bank.approve(who.sub(), &invoice)).await.map(Json)
}
