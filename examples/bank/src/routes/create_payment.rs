//! `POST /payments`.
//!
//! A step-up raises the scope for five minutes, in which a second payment is not asked for again (design section
//! 3), if the browser proves a key. Without one the payment has to be the one that was confirmed.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use http::header::LOCATION;
use leasehold_guard::Authorized;
use leasehold_http_kit::{JsonBody, ProblemResponse};
use leasehold_oauth_types::AuthorizationDetail;
use leasehold_oauth_types::authorization_details::PaymentInitiation;

use super::idempotency::IdempotencyKey;
use super::on_disk;
use crate::Bank;

pub(super) async fn create(
    State(bank): State<Bank>,
    who: Authorized,
    IdempotencyKey(key): IdempotencyKey,
    JsonBody(payment): JsonBody<PaymentInitiation>,
) -> Response {
    let object = AuthorizationDetail::PaymentInitiation(payment.clone());
    if let Err(broken) = object.validate() {
        let refusal = ProblemResponse::with_detail(StatusCode::UNPROCESSABLE_ENTITY, broken.to_string());
        return refusal.into_response();
    }
    if let Err(refusal) = who.require_confirmed("payments.write", &object) {
        return refusal.into_response();
    }
    match on_disk(move || bank.pay(who.sub(), who.client_id(), &key, payment)).await {
        Ok(payment) => {
            let address = format!("/payments/{}", payment.id);
            (StatusCode::CREATED, [(LOCATION, address)], Json(payment)).into_response()
        }
        Err(refused) => refused.into_response(),
    }
}
