//! One listener, several hosts: which router answers is decided by the exact `Host` header.
//!
//! A name that nobody configured reaches nothing, so an attacker's name that resolves to us (DNS rebinding)
//! finds no pages, no cookies and no API.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::HOST;
use leasehold_http_kit::ProblemResponse;
use tower::ServiceExt as _;

/// Routers by authority, such as `app.localhost:8080`.
pub(crate) type Hosts = BTreeMap<String, Router>;

/// One router out of many.
pub(crate) fn dispatch(hosts: Hosts) -> Router {
    Router::new().fallback(answer).with_state(Arc::new(hosts))
}

async fn answer(State(hosts): State<Arc<Hosts>>, request: Request) -> Response {
    match named(&request).and_then(|host| hosts.get(host)).cloned() {
        Some(router) => router.oneshot(request).await.unwrap_or_else(|never| match never {}),
        None => {
            let text = "this server has no such host";
            ProblemResponse::with_detail(StatusCode::MISDIRECTED_REQUEST, text).into_response()
        }
    }
}

/// The one `Host`. A request line with an authority of its own must agree with it, or two parts of the way
/// here could have read two different hosts (RFC 9112 section 3.2.2).
fn named(request: &Request) -> Option<&str> {
    let mut values = request.headers().get_all(HOST).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let host = value.to_str().ok()?;
    let agrees = request.uri().authority().is_none_or(|authority| authority.as_str() == host);
    agrees.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::routing::get;

    async fn status(hosts: &[&str], uri: &str) -> StatusCode {
        let router = dispatch(BTreeMap::from([
            ("localhost:8080".to_owned(), Router::new().route("/", get(|| async {}))),
            ("app.localhost:8080".to_owned(), Router::new().route("/app", get(|| async {}))),
        ]));
        let request = hosts.iter().fold(Request::get(uri), |request, host| request.header(HOST, *host));
        router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status()
    }

    #[tokio::test]
    async fn each_host_has_its_own_routes() {
        assert_eq!(status(&["localhost:8080"], "/").await, StatusCode::OK);
        assert_eq!(status(&["app.localhost:8080"], "/app").await, StatusCode::OK);
        assert_eq!(status(&["app.localhost:8080"], "/").await, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn only_the_exact_host_reaches_anything() {
        for host in [
            "localhost",
            "localhost:80",
            "LOCALHOST:8080",
            "localhost.:8080",
            "evil.example",
            "127.0.0.1:8080",
        ] {
            assert_eq!(status(&[host], "/").await, StatusCode::MISDIRECTED_REQUEST, "{host}");
        }
        assert_eq!(status(&[], "/").await, StatusCode::MISDIRECTED_REQUEST);
        let twice = ["localhost:8080", "localhost:8080"];
        assert_eq!(status(&twice, "/").await, StatusCode::MISDIRECTED_REQUEST);
        let two_stories = status(&["localhost:8080"], "http://app.localhost:8080/app").await;
        assert_eq!(two_stories, StatusCode::MISDIRECTED_REQUEST);
    }
}
