use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use ipnet::IpNet;
use leasehold_http_kit::ProblemResponse;

/// 421 for whoever comes past the proxy that ends TLS: served in clear, passwords and cookies could be read on
/// the way. The request was not for this scheme (RFC 9110 section 15.5.20).
///
/// A call in process has no peer and no way to be read on. A supervisor on the same machine may ask for health.
pub(super) async fn only_proxies(
    State(proxies): State<Arc<[IpNet]>>,
    request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    if peer.is_none_or(|peer| may_ask(peer.to_canonical(), &proxies, request.uri().path())) {
        return next.run(request).await;
    }
    let text = "this server is reached over TLS, through its proxy";
    ProblemResponse::with_detail(StatusCode::MISDIRECTED_REQUEST, text).into_response()
}

fn may_ask(peer: IpAddr, proxies: &[IpNet], path: &str) -> bool {
    proxies.iter().any(|network| network.contains(&peer)) || (peer.is_loopback() && path == "/health")
}
