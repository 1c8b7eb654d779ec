use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use leasehold_http_kit::problem;

/// How long an answer may take to begin, the reading of the request included. Event streams begin at once and
/// may then last.
const LIMIT: Duration = Duration::from_secs(30);

/// 503 for what takes too long.
pub(super) async fn timeout(request: Request, next: Next) -> Response {
    tokio::time::timeout(LIMIT, next.run(request)).await.unwrap_or_else(|_| problem::unavailable(5))
}
