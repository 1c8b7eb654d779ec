//! Reads the context that a caller of introspection sends along.

use std::net::IpAddr;

use leasehold_domain::client::{Client, ResourceServer};
use leasehold_domain::clock::at_seconds;
use leasehold_domain::facts::{Place, Quality};
use leasehold_domain::{ClientId, HashedToken, Time};
use leasehold_http_kit::assertion::{Verified, verify};
use leasehold_oauth_types::Voucher;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::introspection::{ContextAssertion, ContextParameter};

use crate::AuthorizationServer;
use crate::config::limits;
use crate::leases::evaluate::RequestContext;

/// Longest `context` parameter that is read, in bytes (checklist IN-4).
const LONGEST: usize = 8 * 1024;

/// The context that somebody vouches for. What anyone could claim (`client_ip` of a caller that is no
/// edge, `timestamp`, `device_fp`) is accepted and changes nothing.
pub(crate) fn read(
    server: &AuthorizationServer,
    params: &Params,
    caller: &ResourceServer,
    client: &Client,
    token: HashedToken,
) -> RequestContext {
    let given = params.get("context").filter(|text| text.len() <= LONGEST);
    let given: ContextParameter = given.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let asserted = given.assertion.and_then(|text| asserted(server, &text, client, token));
    let at_edge = given.client_ip.or_else(|| params.get("client_ip").map(str::to_owned));
    let Vouched { address, by, party, app_key_at, until } = match asserted {
        Some(Verified { claims, key }) => Vouched {
            party: Some(client.id.clone()),
            until: Some(at_seconds(claims.ends_at())),
            app_key_at: claims.device_key_at.map(at_seconds),
            by: serde_json::to_value(key).ok().map(|jwk| Voucher::Client { jwk }),
            address: Some(claims.client_ip),
        },
        None if caller.edge => Vouched {
            party: Some(caller.id.clone()),
            address: at_edge,
            by: Some(Voucher::Edge),
            ..Vouched::default()
        },
        None => Vouched::default(),
    };
    let address: Option<IpAddr> = address.and_then(|text| text.parse().ok());
    RequestContext {
        place: address.map(|address| Place { by: party, ..server.locate(address, Quality::Asserted).place }),
        voucher: by.filter(|_| address.is_some()),
        token: Some(token),
        // Nobody proves anything in the future.
        app_key_at: app_key_at.filter(|at| *at <= server.now() + limits::SKEW),
        confirmed: Vec::new(),
        until,
    }
}

/// What somebody vouches for, and until when.
#[derive(Default)]
struct Vouched {
    address: Option<String>,
    by: Option<Voucher>,
    party: Option<ClientId>,
    app_key_at: Option<Time>,
    until: Option<Time>,
}

/// The claims of a valid assertion: signed by the client that holds the token, made for this token and
/// this issuer, and young (design section 7, "Address").
fn asserted(
    server: &AuthorizationServer,
    text: &str,
    client: &Client,
    token: HashedToken,
) -> Option<Verified<ContextAssertion>> {
    let verified = verify::<ContextAssertion>(text, &client.jwks, Some(ContextAssertion::TYP)).ok()?;
    let (issuer, ath) = (&server.config.issuer, token.to_base64url());
    let counts = verified.claims.counts(client.id.as_str(), issuer, &ath, server.now().timestamp());
    counts.then_some(verified)
}
