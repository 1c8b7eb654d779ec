//! ID tokens (OpenID Connect Core section 2).

use leasehold_domain::authorization::{AuthorizationRequest, IssuedCode};
use leasehold_domain::client::Client;
use leasehold_oauth_types::{Acr, Amr};
use serde::Serialize;

use crate::AuthorizationServer;
use crate::config::limits;
use crate::keys::KeyError;
use crate::leases::Situation;

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: String,
    aud: &'a str,
    exp: i64,
    iat: i64,
    auth_time: i64,
    acr: Acr,
    amr: &'a [Amr],
    sid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
}

/// Signs who the person is, how and when they proved it. Names come from userinfo.
pub(super) fn sign(
    server: &AuthorizationServer,
    client: &Client,
    situation: &Situation,
    code: &IssuedCode,
    request: &AuthorizationRequest,
) -> Result<String, KeyError> {
    let now = server.now();
    server.signing_key.sign(&Claims {
        iss: &server.config.issuer,
        sub: situation.user.id.to_string(),
        aud: client.id.as_str(),
        exp: (now + limits::ID_TOKEN).timestamp(),
        iat: now.timestamp(),
        auth_time: code.auth_time.timestamp(),
        acr: acr(request, code.acr),
        amr: &code.amr,
        sid: situation.session.id.to_string(),
        nonce: request.nonce.as_deref(),
    })
}

/// What was reached; for a client that insists on certain values, the strongest of those it satisfies
/// (OpenID Connect Core section 5.5.1.1).
fn acr(request: &AuthorizationRequest, reached: Acr) -> Acr {
    let satisfied = request.essential_acr.iter().copied().filter(|value| reached.satisfies(*value));
    satisfied.max().unwrap_or(reached)
}
