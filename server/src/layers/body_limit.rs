use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http_body_util::Limited;
use leasehold_http_kit::ProblemResponse;

/// Most bytes of any request. Forms and JSON have a tighter limit of their own (64 KiB) where they are read.
const LIMIT: usize = 1024 * 1024;

/// Refuses what says that it is too large, and cuts off what does not say.
pub(super) async fn body_limit(request: Request, next: Next) -> Response {
    if request.body().size_hint().lower() > LIMIT as u64 {
        return ProblemResponse::new(StatusCode::PAYLOAD_TOO_LARGE).into_response();
    }
    next.run(request.map(|body| Body::new(Limited::new(body, LIMIT)))).await
}
