//! A router whose answers come from a process, so that the browser for tests can be used on it.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use http_body_util::BodyExt as _;

#[derive(Clone)]
struct Upstream {
    http: reqwest::Client,
    address: SocketAddr,
}

/// Sends every request to `address` as it is, `Host` included; no name is looked up.
pub(crate) fn over_http(address: SocketAddr) -> Router {
    // A connection that was open when the process was killed is no use to the next request.
    let builder = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0);
    let http = builder.redirect(reqwest::redirect::Policy::none()).build().unwrap();
    Router::new().fallback(forward).with_state(Upstream { http, address })
}

async fn forward(State(upstream): State<Upstream>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let address = format!("http://{}{}", upstream.address, parts.uri);
    let request = upstream.http.request(parts.method, address).headers(parts.headers).body(body);
    let answer = request.send().await.unwrap();
    let mut response = Response::new(Body::empty());
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    *response.body_mut() = Body::from_stream(answer.bytes_stream());
    response
}
