use std::net::SocketAddr;

use ipnet::IpNet;
use serde::Deserialize;

use super::{Origin, Problems, is_whole_internet};

/// Section `http`: the listener and the proxies in front of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSettings {
    /// Address and port to listen on. The server itself speaks plain HTTP.
    pub listen: SocketAddr,
    /// Networks of the proxies whose `X-Forwarded-For` or `Forwarded` is believed.
    #[serde(default)]
    pub trusted_proxies: Vec<IpNet>,
    /// Whether a proxy in front ends TLS. Without one, plain HTTP is served on loopback only.
    #[serde(default)]
    pub tls_terminating_proxy: bool,
}

impl HttpSettings {
    pub(super) fn check(&self, issuer: &Origin, problems: &mut Problems) {
        if self.tls_terminating_proxy {
            problems.require(issuer.is_https(), || {
                "issuer: behind a TLS-terminating proxy the issuer begins with https://".into()
            });
            // Otherwise every person would seem to sit where the proxy is.
            problems.require(!self.trusted_proxies.is_empty(), || {
                "http.trusted_proxies: name the network of the TLS-terminating proxy".into()
            });
        } else {
            problems.require(self.listen.ip().is_loopback(), || {
                "http.listen: plain HTTP is served on loopback only, unless http.tls_terminating_proxy is true"
                    .into()
            });
            problems.require(issuer.is_loopback(), || {
                "issuer: without a TLS-terminating proxy the host is localhost or below it".into()
            });
        }
        for network in &self.trusted_proxies {
            problems.require(!is_whole_internet(network), || {
                format!("http.trusted_proxies: {network} trusts everyone; name a network of /8 (IPv6: /16) or smaller")
            });
        }
    }
}
