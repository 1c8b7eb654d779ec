//! Where a request came from (design section 7, "Address").
//!
//! The peer of the connection, or, when the peer is a configured proxy, the rightmost hop of
//! `X-Forwarded-For` or `Forwarded` that is not a configured proxy itself. Everything further left was
//! written by strangers.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::extract::ConnectInfo;
use http::{Extensions, HeaderMap, HeaderName, Request};
use ipnet::IpNet;
use tower::{Layer, Service};

mod hops;

/// Address of the browser or client behind a request; [`Self::UNKNOWN`] when it cannot be told. IPv4 that
/// travels in IPv6 form is always given as IPv4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// In no database, in no trusted network: whoever decides by place treats it as the unknown place.
    pub const UNKNOWN: Self = Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED));

    /// The address of a request that went through [`client_address`]; unknown for any other.
    #[must_use]
    pub fn of(extensions: &Extensions) -> Self {
        extensions.get::<Self>().copied().unwrap_or(Self::UNKNOWN)
    }
}

/// Layer that puts [`ClientAddress`] into the extensions and removes the headers it was told by, so that
/// nothing behind it can believe them again (checklist H-8).
///
/// A call in process has no peer: an address that the caller put into the extensions is kept, and without
/// one the address is unknown.
#[must_use]
pub fn client_address(trusted_proxies: Vec<IpNet>) -> ClientAddressLayer {
    ClientAddressLayer { trusted: trusted_proxies.into() }
}

/// Made by [`client_address`].
#[derive(Clone, Debug)]
pub struct ClientAddressLayer {
    trusted: Arc<[IpNet]>,
}

impl<S> Layer<S> for ClientAddressLayer {
    type Service = ClientAddressService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        ClientAddressService { inner, trusted: Arc::clone(&self.trusted) }
    }
}

/// Made by [`ClientAddressLayer`].
#[derive(Clone, Debug)]
pub struct ClientAddressService<S> {
    inner: S,
    trusted: Arc<[IpNet]>,
}

impl<S: Service<Request<B>>, B> Service<Request<B>> for ClientAddressService<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> S::Future {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let address = match peer {
            Some(peer) => resolve(peer, request.headers(), &self.trusted),
            None => ClientAddress::of(request.extensions()),
        };
        strip(request.headers_mut());
        request.extensions_mut().insert(address);
        self.inner.call(request)
    }
}

/// The address behind `peer`, given the headers it sent.
///
/// A hop that is no address ends the walk at the proxy that reported it. If the two headers tell different
/// stories one of them is the client's own; which one cannot be known, so the address is unknown.
#[must_use]
pub fn resolve(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> ClientAddress {
    let peer = peer.to_canonical();
    let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
    if !is_trusted(&peer) {
        return ClientAddress(peer);
    }
    let walk = |hops: Vec<Option<IpAddr>>| {
        let mut last = peer;
        for hop in hops.into_iter().rev() {
            let Some(address) = hop else { break };
            last = address;
            if !is_trusted(&last) {
                break;
            }
        }
        last
    };
    match (hops::x_forwarded_for(headers).map(walk), hops::forwarded(headers).map(walk)) {
        (None, None) => ClientAddress(peer),
        (Some(address), None) | (None, Some(address)) => ClientAddress(address),
        (Some(one), Some(other)) if one == other => ClientAddress(one),
        (Some(_), Some(_)) => ClientAddress::UNKNOWN,
    }
}

fn strip(headers: &mut HeaderMap) {
    let told = |name: &HeaderName| {
        let name = name.as_str();
        name.starts_with("x-forwarded-")
            || name.starts_with("x-ssl-")
            || matches!(name, "forwarded" | "x-real-ip" | "true-client-ip")
    };
    let names: Vec<HeaderName> = headers.keys().filter(|name| told(name)).cloned().collect();
    for name in names {
        headers.remove(name);
    }
}

#[cfg(test)]
mod tests;
