//! `GET /payments/{id}`.

use axum::Json;
use axum::extract::{Path, State};
use http::StatusCode;
use leasehold_guard::Authorized;
use leasehold_http_kit::ProblemResponse;

use crate::Bank;
use crate::api::PaymentView;

pub(super) async fn show(
    State(bank): State<Bank>,
    who: Authorized,
    Path(id): Path<String>,
) -> Result<Json<PaymentView>, ProblemResponse> {
    let payment = bank.payment(who.sub(), &id);
    payment.map(Json).ok_or_else(|| ProblemResponse::new(StatusCode::NOT_FOUND))
}
