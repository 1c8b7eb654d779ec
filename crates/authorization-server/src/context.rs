//! Reads the context that a caller of introspection sends along.

use leasehold_domain::HashedToken;
use leasehold_domain::client::{Client, ResourceServer};
use leasehold_domain::clock::at_seconds;
use leasehold_domain::facts::Quality;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::introspection::{ContextAssertion, ContextParameter};

use crate::AuthorizationServer;
use crate::assertion::verify;
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
    let app_key_at = asserted.as_ref().and_then(|claims| claims.device_key_at).map(at_seconds);
    let asserted = asserted.map(|claims| claims.client_ip);
    let at_edge =
        given.client_ip.or_else(|| params.get("client_ip").map(str::to_owned)).filter(|_| caller.edge);
    let address = asserted.or(at_edge).and_then(|text| text.parse().ok());
    RequestContext {
        place: address.map(|address| server.locate(address, Quality::Asserted).place),
        token: Some(token),
        // Nobody proves anything in the future.
        app_key_at: app_key_at.filter(|at| *at <= server.now() + limits::SKEW),
        confirmed: Vec::new(),
    }
}

/// The claims of a valid assertion: signed by the client that holds the token, made for this token and
/// this issuer, and young (design section 7, "Address").
fn asserted(
    server: &AuthorizationServer,
    text: &str,
    client: &Client,
    token: HashedToken,
) -> Option<ContextAssertion> {
    let claims: ContextAssertion = verify(text, &client.jwks, Some(ContextAssertion::TYP)).ok()?;
    let now = server.now();
    let (iat, exp) = (at_seconds(claims.iat), at_seconds(claims.exp));
    let valid = claims.iss == client.id.as_str()
        && claims.aud == server.config.issuer
        && claims.ath == token.to_base64url()
        && iat <= now + limits::SKEW
        && now < iat + limits::CONTEXT_ASSERTION + limits::SKEW
        && now < exp + limits::SKEW;
    valid.then_some(claims)
}
