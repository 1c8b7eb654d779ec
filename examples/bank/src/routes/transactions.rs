//! `GET /accounts/{id}/transactions`.

use axum::Json;
use axum::extract::{Path, State};
use http::StatusCode;
use leasehold_guard::Authorized;
use leasehold_http_kit::ProblemResponse;

use crate::Bank;
use crate::api::TransactionsView;

pub(super) async fn list(
    State(bank): State<Bank>,
    who: Authorized,
    Path(account): Path<String>,
) -> Result<Json<TransactionsView>, ProblemResponse> {
    let transactions = bank.transactions(who.sub(), &account);
    let transactions = transactions.ok_or_else(|| ProblemResponse::new(StatusCode::NOT_FOUND))?;
    Ok(Json(TransactionsView { transactions }))
}
