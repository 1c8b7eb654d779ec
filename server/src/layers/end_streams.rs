use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures::StreamExt as _;
use http::header::CONTENT_TYPE;
use tokio_util::sync::CancellationToken;

/// Ends event streams when the server begins to stop. They would last for ever otherwise, and with them the
/// connections that a graceful stop waits for.
pub(super) async fn end_streams(
    State(ending): State<CancellationToken>,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    let content_type = response.headers().get(CONTENT_TYPE).map(|value| value.as_bytes());
    if !content_type.is_some_and(|value| value.starts_with(b"text/event-stream")) {
        return response;
    }
    response.map(|body| Body::from_stream(body.into_data_stream().take_until(ending.cancelled_owned())))
}
