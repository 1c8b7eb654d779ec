//! Regions of validity at the guard: which requests the issuer would have answered the same.
//!
//! An address is only as good as whoever vouches for it. At an edge that is the guard itself. Elsewhere it is the
//! client, and anybody can write an assertion: one that the issuer has not seen counts once the guard has checked its
//! signature, with the very key that the issuer named in its answer (`docs/decisions`).

use std::net::IpAddr;

use leasehold_domain::HashedToken;
use leasehold_http_kit::assertion::{unverified, verify};
use leasehold_oauth_types::introspection::{ActiveToken, ContextAssertion, ContextParameter};
use leasehold_oauth_types::{Network, Voucher};
use serde_json::{Value, json};

/// Claims that differ from one assertion to the next though the request came from the same browser.
const PASSING: [&str; 4] = ["client_ip", "iat", "exp", "jti"];

/// What a request says about where it comes from, whether or not it is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    address: IpAddr,
    /// Everything else that is said, the device's key and browser above all: another device is another question.
    others: Value,
}

impl Said {
    /// None where no address is said.
    pub(crate) fn by(context: &ContextParameter) -> Option<Self> {
        let Some(assertion) = &context.assertion else {
            let address = context.client_ip.as_deref()?.parse().ok()?;
            return Some(Self { address, others: context.user_agent.clone().into() });
        };
        let mut claims: Value = unverified(assertion)?;
        let address = claims.get("client_ip")?.as_str()?.parse().ok()?;
        let members = claims.as_object_mut()?;
        members.retain(|name, _| !PASSING.contains(&name.as_str()));
        Some(Self { address, others: claims })
    }
}

/// The region of a kept answer.
#[derive(Debug)]
pub(crate) struct Held {
    network: Network,
    pub(crate) device: String,
    voucher: Voucher,
    client: String,
    others: Value,
}

/// Until when a request is known to lie in a region, in Unix milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// This once; it costs nothing to find out again.
    Once,
    /// As long as its assertion counts.
    Until(i64),
}

impl Held {
    /// The region of an answer to the question with this context. None if it has none, or none that fits the
    /// question.
    pub(crate) fn of(answer: &ActiveToken, context: &ContextParameter) -> Option<Self> {
        let region = answer.region.clone()?;
        let Said { address, others } = Said::by(context)?;
        let fits = matches!(region.voucher, Voucher::Client { .. }) == context.assertion.is_some();
        (fits && region.network.contains(address)).then_some(Self {
            network: region.network,
            device: region.device,
            voucher: region.voucher,
            client: answer.client_id.clone(),
            others,
        })
    }

    /// Whether the request lies in it, if what it says is true.
    pub(crate) fn has(&self, said: &Said) -> bool {
        self.network.contains(said.address) && self.others == said.others
    }

    /// Whether what the request says is true, as the issuer would find. None if not.
    pub(crate) fn confirms(
        &self,
        context: &ContextParameter,
        issuer: &str,
        token: &HashedToken,
        now_ms: i64,
    ) -> Option<Known> {
        match (&self.voucher, &context.assertion) {
            // The guard has seen this address itself.
            (Voucher::Edge, None) => Some(Known::Once),
            (Voucher::Client { jwk }, Some(assertion)) => {
                let keys = json!({ "keys": [jwk] });
                let claims: ContextAssertion =
                    verify(assertion, &keys, Some(ContextAssertion::TYP)).ok()?.claims;
                let now = now_ms.div_euclid(1000);
                let counts = claims.counts(&self.client, issuer, &token.to_base64url(), now);
                counts.then(|| Known::Until(claims.ends_at().saturating_mul(1000)))
            }
            _ => None,
        }
    }
}
