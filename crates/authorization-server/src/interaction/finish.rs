//! The end of an authorization request: a code, or an error, at the client's redirect URI.

use axum::response::Response;
use http::HeaderValue;
use leasehold_domain::authorization::{AuthorizationRequest, IssuedCode};
use leasehold_domain::session::Session;
use leasehold_domain::user::Role;
use leasehold_domain::{PlainToken, TokenKind};
use leasehold_oauth_types::{OAuthErrorCode, ScopeSet};

use crate::AuthorizationServer;
use crate::config::limits;
use crate::failure::Failure;
use crate::interaction::live::{Live, NotLive, see_other};
use crate::leases::consent::{By, remember};

/// Issues the code.
pub(super) async fn issue(
    server: &AuthorizationServer,
    live: Live,
    cookies: Vec<HeaderValue>,
) -> Result<Response, Failure> {
    let now = server.now();
    let Some(session) = live.session.clone() else { return Ok(NotLive::Over.response()) };
    let to = ReturnTo::of(&live.authorization.request);
    let mut tx = server.storage.write().await?;
    let scope = granted(server, tx.as_mut(), &live, &session).await?;
    if scope.is_empty() {
        drop(tx);
        return refuse(server, live, OAuthErrorCode::AccessDenied, cookies).await;
    }
    let proofs = live.pending.proofs.iter().filter(|proof| proof.kind.steps_up() && !proof.lapsed);
    let code = PlainToken::generate(TokenKind::Code, server.entropy.as_ref());
    let issued = IssuedCode {
        user: session.user,
        session: session.id,
        scope,
        acr: session.acr(now),
        amr: session.amr(),
        auth_time: session.auth_time(),
        proved_at: proofs.map(|proof| proof.at).max(),
        elevates: live.pending.elevates.clone(),
        issued_at: now,
        grant: None,
    };
    let id = live.authorization.id;
    let Ok(authorization) = live.authorization.issue(issued) else { return Ok(NotLive::Over.response()) };
    if !tx.update_pending(&authorization).await? {
        return Ok(NotLive::Over.response());
    }
    tx.add_code(code.hashed(), id, now + limits::CODE).await?;
    tx.commit().await?;
    Ok(see_other(&to.answer(server, &[("code", code.expose())]), cookies))
}

/// Ends the request with an error for the client.
pub(crate) async fn refuse(
    server: &AuthorizationServer,
    live: Live,
    error: OAuthErrorCode,
    cookies: Vec<HeaderValue>,
) -> Result<Response, Failure> {
    let to = ReturnTo::of(&live.authorization.request);
    let Ok(authorization) = live.authorization.refuse() else { return Ok(NotLive::Over.response()) };
    let mut tx = server.storage.write().await?;
    if !tx.update_pending(&authorization).await? {
        return Ok(NotLive::Over.response());
    }
    tx.commit().await?;
    Ok(see_other(&to.answer(server, &[("error", error.as_str())]), cookies))
}

/// What was asked for, the person may have, and allowed now or before.
async fn granted(
    server: &AuthorizationServer,
    tx: &mut dyn leasehold_storage::Transaction,
    live: &Live,
    session: &Session,
) -> Result<ScopeSet, Failure> {
    let request = &live.authorization.request;
    let Some(client) = server.config.registry.client(&request.client) else { return Ok(ScopeSet::new()) };
    let role = tx.user(session.user).await?.map_or(Role::User, |user| user.role);
    let asked = request.scope.intersection(&server.config.catalogue.select(|scope| scope.is_for(role)));
    if client.first_party {
        remember(server, tx, session, client, &asked, By::FirstParty).await?;
        return Ok(asked);
    }
    let consent = tx.consent(session.user, &client.id).await?;
    let remembered = consent
        .map(|consent| consent.remembered(&server.config.catalogue, &client.audience, server.policy_now()));
    let asked = asked.intersection(&remembered.unwrap_or_default());
    Ok(match &live.pending.consented {
        Some(consented) => asked.intersection(consented),
        None => asked,
    })
}

/// Where the answer to a request goes.
#[derive(Clone, Debug)]
pub(crate) struct ReturnTo {
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
}

impl ReturnTo {
    fn of(request: &AuthorizationRequest) -> Self {
        Self { redirect_uri: request.redirect_uri.clone(), state: request.state.clone() }
    }

    /// The redirect URI with the answer, `state` and `iss` (RFC 9207). The registered text is kept byte for
    /// byte, an existing query extended (OAuth 2.1 "Redirection Endpoint").
    pub(crate) fn answer(&self, server: &AuthorizationServer, members: &[(&str, &str)]) -> String {
        let mut pairs = members.to_vec();
        if let Some(state) = &self.state {
            pairs.push(("state", state));
        }
        pairs.push(("iss", &server.config.issuer));
        let query = serde_urlencoded::to_string(&pairs).unwrap_or_default();
        let separator = if self.redirect_uri.contains('?') { '&' } else { '?' };
        format!("{}{separator}{query}", self.redirect_uri)
    }
}
