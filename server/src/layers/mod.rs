//! What is around every router, whatever it serves.

mod body_limit;
mod end_streams;
mod only_proxies;
mod panics;
mod timeout;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ipnet::IpNet;
use leasehold_domain::{Clock, Entropy};
use leasehold_http_kit::address::client_address;
use leasehold_http_kit::request_id::{self, RequestLog};
use leasehold_http_kit::{headers, problem};
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;

/// What the layers work with.
#[derive(Clone, Debug)]
pub(crate) struct Common {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) trusted_proxies: Vec<IpNet>,
    /// Whether those proxies end TLS, so that nobody else is served.
    pub(crate) only_proxies: bool,
    /// Whether the host is reached over TLS.
    pub(crate) https: bool,
    /// Ends event streams.
    pub(crate) ending: CancellationToken,
}

/// Puts the layers around the router of one host. The first to see a request stands last.
pub(crate) fn around(router: Router, common: &Common) -> Router {
    let mut router = router
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(from_fn_with_state(common.ending.clone(), end_streams::end_streams))
        .layer(from_fn(timeout::timeout))
        .layer(from_fn(body_limit::body_limit))
        .layer(client_address(common.trusted_proxies.clone()))
        .layer(CatchPanicLayer::custom(panics::answer));
    if common.only_proxies {
        let proxies: Arc<[IpNet]> = common.trusted_proxies.clone().into();
        router = router.layer(from_fn_with_state(proxies, only_proxies::only_proxies));
    }
    if common.https {
        router = router.layer(map_response(headers::strict_transport));
    }
    router.layer(from_fn_with_state(request_log(common), request_id::log))
}

fn request_log(common: &Common) -> RequestLog {
    let (entropy, clock) = (Arc::clone(&common.entropy), Arc::clone(&common.clock));
    let new_id = move || BASE64_URL_SAFE_NO_PAD.encode(entropy.bytes::<12>());
    RequestLog::new(new_id, move || clock.now().timestamp_millis())
}

#[cfg(test)]
mod tests;
