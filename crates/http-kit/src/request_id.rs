//! One id and one log line per request.
//!
//! The line has method, matched route, status, duration and id. Never the address as sent (ids of
//! interactions stand in it), never the query, a header or a body.

use std::fmt;
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue};

/// Header that carries the id, both ways.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request, in its extensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub Arc<str>);

/// State of [`log`]: where new ids come from and what time it is. Both are given, because this crate reads
/// neither randomness nor clock.
#[derive(Clone)]
pub struct RequestLog {
    new_id: Arc<dyn Fn() -> String + Send + Sync>,
    now_ms: Arc<dyn Fn() -> i64 + Send + Sync>,
}

impl RequestLog {
    /// Takes the source of ids (letters, digits, `-`, `_`) and the clock in milliseconds.
    pub fn new(
        new_id: impl Fn() -> String + Send + Sync + 'static,
        now_ms: impl Fn() -> i64 + Send + Sync + 'static,
    ) -> Self {
        Self { new_id: Arc::new(new_id), now_ms: Arc::new(now_ms) }
    }
}

impl fmt::Debug for RequestLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestLog")
    }
}

/// Middleware (`from_fn_with_state`), to be added with `Router::layer` so that the route is known. An id
/// that the caller sent is kept when it is harmless.
pub async fn log(State(log): State<RequestLog>, mut request: Request, next: Next) -> Response {
    let id: Arc<str> = sent_id(request.headers()).map_or_else(|| (log.new_id)().into(), Arc::from);
    request.extensions_mut().insert(RequestId(Arc::clone(&id)));
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let started = (log.now_ms)();
    let mut response = next.run(request).await;
    tracing::info!(
        request_id = &*id,
        method = %method,
        route = route.as_ref().map_or("unmatched", MatchedPath::as_str),
        status = response.status().as_u16(),
        duration_ms = (log.now_ms)().saturating_sub(started),
        "request"
    );
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

fn sent_id(headers: &HeaderMap) -> Option<&str> {
    let id = headers.get(HEADER)?.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    ((8..=64).contains(&id.len()) && id.bytes().all(plain)).then_some(id)
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;

    async fn echoed(sent: Option<&str>) -> String {
        let log_state = RequestLog::new(|| "made-here".into(), || 0);
        let app = Router::new().route("/", get(|| async {})).layer(from_fn_with_state(log_state, log));
        let request = Request::builder();
        let request = if let Some(id) = sent { request.header(HEADER, id) } else { request };
        let response = app.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        response.headers()[HEADER].to_str().unwrap().to_owned()
    }

    #[tokio::test]
    async fn only_a_harmless_id_is_kept() {
        assert_eq!(echoed(Some("0194-abcd_EF")).await, "0194-abcd_EF");
        for bad in [None, Some("short"), Some("has space here"), Some("<script>alert"), Some(&"x".repeat(65))]
        {
            assert_eq!(echoed(bad).await, "made-here", "{bad:?}");
        }
    }
}
