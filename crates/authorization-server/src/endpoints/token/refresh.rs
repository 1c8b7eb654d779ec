//! `grant_type=refresh_token`, with rotation and reuse detection.

use leasehold_domain::client::Client;
use leasehold_domain::grant::{GrantEndReason, RefreshToken};
use leasehold_domain::signal::SignalKind;
use leasehold_domain::{PlainToken, TokenKind};
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::token::TokenResponse;
use leasehold_oauth_types::{OAuthErrorCode, ScopeSet};
use leasehold_storage::Transaction;

use crate::AuthorizationServer;
use crate::config::limits;
use crate::endpoints::token::issue::{Issue, access_only};
use crate::failure::Failure;
use crate::leases::end::end_grant;
use crate::leases::evaluate::{RequestContext, evaluate_in};
use crate::request;
use crate::signals::{self, Noticed};

pub(super) async fn refresh(
    server: &AuthorizationServer,
    client: &Client,
    params: &Params,
) -> Result<TokenResponse, Failure> {
    let started = server.now();
    let token = PlainToken::parse(TokenKind::Refresh, params.require("refresh_token")?)
        .map_err(|_| Failure::invalid_grant())?;
    let mut tx = server.storage.write().await?;
    let stored = tx.refresh_token(token.hashed()).await?.ok_or_else(Failure::invalid_grant)?;
    let grant = tx.grant(stored.grant).await?.ok_or_else(Failure::invalid_grant)?;
    // Another client's token says nothing about itself (checklist RT-1).
    if grant.client != client.id || grant.ended.is_some() {
        return Err(Failure::invalid_grant());
    }
    // However old: a token that was used before and comes again is a replay (checklist RT-4).
    let idle = stored.issued_at + limits::REFRESH_IDLE;
    let late = stored.used_at.is_none() && (started >= stored.absolute_expires_at || started >= idle);
    if late || stored.voided {
        return Err(Failure::invalid_grant());
    }
    let scopes = scopes(params, &stored)?;
    // An object is confirmed for the token of its own code; there is nothing left to ask for here.
    let details = request::narrowed(params, &[])?;
    let successor = PlainToken::generate(TokenKind::Refresh, server.entropy.as_ref());
    if !rotate(server, tx.as_mut(), &stored, &successor).await? {
        // The whole family goes: either the thief or the owner used it first, and nobody can tell which.
        let noticed = Noticed::about(grant.user, SignalKind::TokenReplay).in_session(grant.session);
        signals::note(server, tx.as_mut(), noticed).await?;
        let changes = end_grant(server, tx.as_mut(), grant, GrantEndReason::RefreshReplay).await?;
        server.finish(tx, changes, started).await?;
        return Err(Failure::invalid_grant());
    }
    if let Some(session) = tx.session(grant.session).await? {
        // The app is in use, and so is the session behind it; its assurance lapses all the same.
        tx.update_session(&session.touched(started)).await?;
    }
    let (evaluation, changes) = evaluate_in(server, tx.as_mut(), grant.id, &RequestContext::default())
        .await?
        .ok_or_else(Failure::invalid_grant)?;
    if evaluation.over {
        server.finish(tx, changes, started).await?;
        return Err(Failure::invalid_grant());
    }
    // The stored grant is not shrunk and the family keeps its scope (checklist RT-6, RT-7, RT-13).
    let fresh = Issue {
        scopes,
        acr: stored.acr,
        amr: stored.amr.clone(),
        auth_time: stored.auth_time,
        details,
        refresh_expires_at: Some(stored.absolute_expires_at),
    };
    let response = access_only(server, tx.as_mut(), &evaluation, fresh, successor).await?;
    server.finish(tx, changes, started).await?;
    Ok(response)
}

/// Exchanges the token for its successor. A confidential client that crashed before it stored the answer
/// may come back with the predecessor for a short while, as long as the successor is unused: that one is
/// voided and another issued (design section 7, "Refresh"). `false` means reuse.
async fn rotate(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    stored: &RefreshToken,
    successor: &PlainToken,
) -> Result<bool, Failure> {
    let now = server.now();
    let (hash, next) = (stored.hash, successor.hashed());
    let row = RefreshToken {
        hash: next,
        issued_at: now,
        used_at: None,
        successor: None,
        voided: false,
        ..stored.clone()
    };
    tx.add_refresh_token(&row).await?;
    if tx.use_refresh_token(hash, next, now).await? {
        return Ok(true);
    }
    match (stored.used_at, stored.successor) {
        (Some(used_at), Some(old)) if now < used_at + limits::REFRESH_GRACE => {
            Ok(tx.replace_successor(hash, old, next).await?)
        }
        _ => Ok(false),
    }
}

/// Omitted means what was originally granted; more is refused (OAuth 2.1 "Refresh Token Grant").
fn scopes(params: &Params, stored: &RefreshToken) -> Result<ScopeSet, Failure> {
    let Some(text) = params.get("scope") else { return Ok(stored.scopes.clone()) };
    let invalid = || Failure::new(OAuthErrorCode::InvalidScope, "scope is more than was granted");
    let asked: ScopeSet = text.parse().map_err(|_| invalid())?;
    if asked.is_empty() || !asked.is_subset(&stored.scopes) {
        return Err(invalid());
    }
    Ok(asked)
}
