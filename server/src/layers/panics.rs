use std::any::Any;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use leasehold_http_kit::ProblemResponse;

/// What a caller learns of a panic: nothing. Its text goes to the log by way of the panic hook, and is not
/// repeated here since it may hold anything.
pub(super) fn answer(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a request ended in a panic");
    ProblemResponse::new(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}
