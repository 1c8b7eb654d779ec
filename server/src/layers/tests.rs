use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::sse::{Event, Sse};
use axum::routing::{get, post};
use bytes::Bytes;
use futures::StreamExt as _;
use futures::stream;
use http::StatusCode;
use leasehold_domain::clock::{ManualClock, at_seconds};
use leasehold_domain::entropy::SeededEntropy;
use tower::ServiceExt as _;

use super::*;

fn common(https: bool) -> Common {
    Common {
        clock: Arc::new(ManualClock::at(at_seconds(1_800_000_000))),
        entropy: Arc::new(SeededEntropy::new(1)),
        trusted_proxies: Vec::new(),
        only_proxies: false,
        https,
        ending: CancellationToken::new(),
    }
}

fn router(common: &Common) -> Router {
    async fn panics() -> &'static str {
        panic!("hunter2")
    }
    async fn streams() -> Sse<impl stream::Stream<Item = Result<Event, std::convert::Infallible>>> {
        Sse::new(stream::iter([Ok(Event::default().data("first"))]).chain(stream::pending()))
    }
    async fn size(body: Bytes) -> String {
        body.len().to_string()
    }
    let router = Router::new()
        .route("/panics", get(panics))
        .route("/streams", get(streams))
        .route("/size", post(size));
    around(router, common)
}

async fn send(router: Router, request: Request) -> (StatusCode, http::HeaderMap, String) {
    let response = router.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    (parts.status, parts.headers, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_panic_is_a_problem_without_its_text() {
    let request = Request::get("/panics").body(Body::empty()).unwrap();
    let (status, headers, body) = send(router(&common(false)), request).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(headers["content-type"], "application/problem+json");
    assert!(headers.contains_key("x-request-id") && !body.contains("hunter2"), "{body}");
}

#[tokio::test]
async fn what_is_too_large_is_refused_whether_it_says_so_or_not() {
    let announced = Request::post("/size").body(Body::from(vec![b'x'; 1024 * 1024 + 1])).unwrap();
    assert_eq!(send(router(&common(false)), announced).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    let pieces = stream::iter(std::iter::repeat_n(
        Ok::<_, std::convert::Infallible>(Bytes::from(vec![b'x'; 1024])),
        1025,
    ));
    let streamed = Request::post("/size").body(Body::from_stream(pieces)).unwrap();
    assert!(send(router(&common(false)), streamed).await.0.is_client_error());
}

#[tokio::test]
async fn event_streams_end_when_the_server_stops() {
    let common = common(false);
    let router = router(&common);
    let request = Request::get("/streams").body(Body::empty()).unwrap();
    let response = router.oneshot(request).await.unwrap();
    let mut body = response.into_body().into_data_stream();
    assert_eq!(body.next().await.unwrap().unwrap(), "data: first\n\n");
    common.ending.cancel();
    assert!(body.next().await.is_none());
}

#[tokio::test]
async fn only_tls_hosts_promise_tls() {
    for https in [false, true] {
        let request = Request::get("/none").body(Body::empty()).unwrap();
        let (_, headers, _) = send(router(&common(https)), request).await;
        assert_eq!(headers.contains_key("strict-transport-security"), https);
    }
}

/// The status for a peer that says it speaks for someone at home.
async fn status_for(common: &Common, peer: Option<&str>, path: &str) -> StatusCode {
    let router = Router::new().route("/health", get(|| async {})).route("/page", get(|| async {}));
    let mut request = Request::get(path).header("x-forwarded-for", "127.0.0.1").body(Body::empty()).unwrap();
    if let Some(peer) = peer {
        request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
    }
    around(router, common).oneshot(request).await.unwrap().status()
}

#[tokio::test]
async fn past_the_proxy_that_ends_tls_nobody_is_served() {
    let trusted_proxies = vec!["10.0.0.0/24".parse().unwrap()];
    let behind = Common { trusted_proxies, only_proxies: true, ..common(true) };
    for (peer, page, health) in [
        (Some("10.0.0.7:4000"), 200, 200),
        (Some("[::ffff:10.0.0.7]:4000"), 200, 200),
        (Some("10.0.1.7:4000"), 421, 421),
        (Some("[2001:db8::1]:4000"), 421, 421),
        (Some("127.0.0.1:4000"), 421, 200),
        (Some("[::1]:4000"), 421, 200),
        (None, 200, 200),
    ] {
        assert_eq!(status_for(&behind, peer, "/page").await, page, "{peer:?}");
        assert_eq!(status_for(&behind, peer, "/health").await, health, "{peer:?}");
    }
    let without = Common { only_proxies: false, ..behind };
    assert_eq!(status_for(&without, Some("10.0.1.7:4000"), "/page").await, 200, "nothing was declared");
}
