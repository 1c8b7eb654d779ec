//! The routes and the scope that each needs.

mod accounts;
mod approve_invoice;
mod create_payment;
mod idempotency;
mod invoices;
mod payment;
mod transactions;

use axum::Router;
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::StatusCode;
use leasehold_guard::Guard;
use leasehold_http_kit::{ProblemResponse, address, headers, problem};

use crate::Bank;
use crate::ledger::Refused;

/// Every scope that the API asks for.
pub const SCOPES: [&str; 3] = ["accounts.read", "invoices.approve", "payments.write"];

/// The API. Serve it with `into_make_service_with_connect_info::<SocketAddr>()`, so that the guard knows
/// the peer.
pub fn router(bank: Bank, guard: Guard) -> Router {
    let reads = || guard.require("accounts.read");
    Router::new()
        .route("/accounts", get(accounts::list).layer(reads()))
        .route("/accounts/{id}/transactions", get(transactions::list).layer(reads()))
        .route("/payments", post(create_payment::create).layer(guard.require("payments.write")))
        // Reading what became of a payment needs no elevation: the page shows it long after.
        .route("/payments/{id}", get(payment::show).layer(reads()))
        .route("/invoices", get(invoices::list).layer(reads()))
        .route(
            "/invoices/{id}/approve",
            post(approve_invoice::approve).layer(guard.require("invoices.approve")),
        )
        .with_state(bank)
        .merge(guard.metadata_router(&SCOPES))
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(map_response(headers::data))
        .layer(map_response(headers::no_store))
        .layer(address::client_address(Vec::new()))
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match self {
            Self::KeyReused | Self::Funds | Self::Currency => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NoInvoice => StatusCode::NOT_FOUND,
            Self::Storage => return problem::unavailable(5),
        };
        let ProblemResponse(problem) = ProblemResponse::with_detail(status, self.to_string());
        let kind = match self {
            Self::KeyReused => "urn:leasehold:bank:key-reused",
            Self::Funds => "urn:leasehold:bank:insufficient-funds",
            Self::Currency => "urn:leasehold:bank:currency",
            Self::NoInvoice | Self::Storage => "about:blank",
        };
        ProblemResponse(problem.with_kind(kind)).into_response()
    }
}

/// Runs a change where waiting for the disk holds up nobody.
async fn on_disk<T: Send + 'static>(
    change: impl FnOnce() -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    tokio::task::spawn_blocking(change).await.unwrap_or(Err(Refused::Storage))
}
