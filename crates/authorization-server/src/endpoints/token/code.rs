//! `grant_type=authorization_code`.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use leasehold_domain::authorization::{Authorization, IssuedCode, Stage};
use leasehold_domain::client::Client;
use leasehold_domain::consent::Consent;
use leasehold_domain::grant::{Grant, GrantEndReason};
use leasehold_domain::hold::Subject;
use leasehold_domain::lease::{Elevation, Lease};
use leasehold_domain::log::{Change, Initiator, LogEntry};
use leasehold_domain::session::Session;
use leasehold_domain::{ConsentId, GrantId, LeaseId, PlainToken, TokenKind};
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::token::TokenResponse;
use leasehold_oauth_types::{Acr, Scope, ScopeSet};
use leasehold_storage::Transaction;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::AuthorizationServer;
use crate::endpoints::token::id_token;
use crate::endpoints::token::issue::{Issue, issue};
use crate::failure::Failure;
use crate::leases::apply::{Cause, Changes, blank, bump};
use crate::leases::end::end_grant;
use crate::leases::evaluate::{RequestContext, evaluate_in};
use crate::request;

/// Redeems a code, once. A second redemption that is valid in all else ends the grant; one with a wrong
/// verifier or from another client changes nothing, or a leaked code would be a kill switch (OAuth 2.1
/// "Code Reuse"; checklist CD-3, CD-4).
pub(super) async fn redeem(
    server: &AuthorizationServer,
    client: &Client,
    params: &Params,
) -> Result<TokenResponse, Failure> {
    let started = server.now();
    let code =
        PlainToken::parse(TokenKind::Code, params.require("code")?).map_err(|_| Failure::invalid_grant())?;
    let verifier = verifier(params)?;
    let mut tx = server.storage.write().await?;
    let state = tx.code(code.hashed()).await?.ok_or_else(Failure::invalid_grant)?;
    let authorization = tx.authorization(state.authorization).await?.ok_or_else(Failure::invalid_grant)?;
    let asked = &authorization.request;
    let redirects = params.get("redirect_uri").is_none_or(|uri| uri == asked.redirect_uri);
    if asked.client != client.id || !redirects || !proves(&verifier, &asked.code_challenge) {
        return Err(Failure::invalid_grant());
    }
    let Stage::Issued(issued) = authorization.stage.clone() else { return Err(Failure::invalid_grant()) };
    let details = request::narrowed(params, &asked.details)?;
    if !tx.use_code(code.hashed(), started).await? {
        if let (Some(_), Some(grant)) = (state.used_at, issued.grant)
            && let Some(grant) = tx.grant(grant).await?
            && grant.ended.is_none()
        {
            let changes = end_grant(server, tx.as_mut(), grant, GrantEndReason::CodeReplay).await?;
            server.finish(tx, changes, started).await?;
        }
        return Err(Failure::invalid_grant());
    }
    let session = tx.session(issued.session).await?.filter(|session| session.is_live(started));
    let session = session.ok_or_else(Failure::invalid_grant)?;
    let (grant, mut changes) = match asked.merge {
        Some(id) => merge(server, tx.as_mut(), client, id, &issued).await?,
        None => create(server, tx.as_mut(), client, &session, &issued).await?,
    };
    let code = IssuedCode { grant: Some(grant), ..*issued };
    let asked = asked.clone();
    tx.update_issued(&Authorization { stage: Stage::Issued(Box::new(code.clone())), ..authorization })
        .await?;
    let context = RequestContext { place: Some(session.place.clone()), token: None };
    let (evaluation, opened) =
        evaluate_in(server, tx.as_mut(), grant, &context).await?.ok_or_else(Failure::invalid_grant)?;
    changes.extend(opened);
    let fresh = Issue {
        scopes: evaluation.situation.grant.scopes(),
        acr: code.acr,
        amr: code.amr.clone(),
        auth_time: code.auth_time,
        details,
        refresh_expires_at: None,
    };
    let mut response = issue(server, tx.as_mut(), &evaluation, fresh).await?;
    if code.scope.has(Scope::OPENID) {
        response.id_token = Some(id_token::sign(server, client, &evaluation.situation, &code, &asked)?);
    }
    server.finish(tx, changes, started).await?;
    Ok(response)
}

/// A new grant with one lease for each consented scope.
async fn create(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    client: &Client,
    session: &Session,
    code: &IssuedCode,
) -> Result<(GrantId, Changes), Failure> {
    let now = server.now();
    let grant = Grant {
        id: GrantId::generate(now, server.entropy.as_ref()),
        user: code.user,
        client: client.id.clone(),
        session: session.id,
        device: session.device,
        rev: 1,
        created_at: now,
        issued_in: session.place.clone(),
        ended: None,
        leases: code.scope.iter().map(|scope| lease(server, scope, code)).collect(),
    };
    remember_consent(server, tx, client, code).await?;
    tx.add_grant(&grant).await?;
    log_leases(server, tx, &grant, code.scope.clone()).await?;
    let id = grant.id;
    // Pages that are open somewhere show the new app at once.
    Ok((id, Changes { events: bump(server, tx, vec![grant]).await?, opened: Vec::new() }))
}

/// More scopes or a fresh proof for a grant that exists: its tokens are replaced (Grant Management
/// section 5.2), its leases keep their age.
async fn merge(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    client: &Client,
    id: GrantId,
    code: &IssuedCode,
) -> Result<(GrantId, Changes), Failure> {
    let grant =
        tx.grant(id).await?.filter(|grant| grant.ended.is_none()).ok_or_else(Failure::invalid_grant)?;
    // Elevation never crosses session, client or person (invariant 12).
    if grant.client != client.id || grant.user != code.user || grant.session != code.session {
        return Err(Failure::invalid_grant());
    }
    let mut merged = grant.clone();
    let mut added = ScopeSet::new();
    for scope in code.scope.iter() {
        let fresh = lease(server, scope, code);
        match merged.leases.iter_mut().find(|lease| lease.scope == *scope) {
            Some(lease) => lease.elevation = fresh.elevation.or(lease.elevation),
            None => {
                added.insert(scope.clone());
                merged.leases.push(fresh);
            }
        }
    }
    remember_consent(server, tx, client, code).await?;
    tx.void_refresh_tokens(id).await?;
    tx.delete_access_tokens(id).await?;
    if !added.is_empty() {
        log_leases(server, tx, &merged, added).await?;
    }
    let elevated = merged.leases.iter().filter(|lease| {
        grant.leases.iter().all(|old| old.scope != lease.scope || old.elevation != lease.elevation)
    });
    let elevated: ScopeSet = elevated.map(|lease| lease.scope.clone()).collect();
    if !elevated.is_empty() {
        let cause =
            Cause::act(Initiator::User, serde_json::json!({ "session": code.session, "acr": code.acr }));
        tx.append(&LogEntry {
            after: elevated,
            rule: "step_up".into(),
            ..blank(server, server.now(), subject(&merged), Change::LeaseElevated, &cause)
        })
        .await?;
    }
    Ok((id, Changes { events: bump(server, tx, vec![merged]).await?, opened: Vec::new() }))
}

fn lease(server: &AuthorizationServer, scope: &Scope, code: &IssuedCode) -> Lease {
    let definition = server.config.catalogue.get(scope);
    let needs_proof =
        definition.is_some_and(|definition| definition.acr > Acr::Aal1 || definition.max_age_s.is_some());
    // Only what the page of the step-up named (design section 3).
    let named = code.elevates.contains(scope);
    let elevation = code.proved_at.filter(|_| needs_proof && named).map(|at| Elevation { acr: code.acr, at });
    let policy_now = server.policy_now();
    Lease {
        id: LeaseId::generate(server.now(), server.entropy.as_ref()),
        scope: scope.clone(),
        consented_at: server.now(),
        expires_at: definition.and_then(|definition| definition.lifetime()).map(|span| policy_now + span),
        elevation,
    }
}

/// The consent is one per person and client; a grant is that consent in use.
async fn remember_consent(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    client: &Client,
    code: &IssuedCode,
) -> Result<(), Failure> {
    let now = server.now();
    let existing = tx.consent(code.user, &client.id).await?;
    let mut consent = existing.unwrap_or_else(|| Consent {
        id: ConsentId::generate(now, server.entropy.as_ref()),
        user: code.user,
        client: client.id.clone(),
        scopes: BTreeMap::new(),
    });
    for scope in code.scope.iter() {
        consent.scopes.entry(scope.clone()).or_insert(now);
    }
    tx.put_consent(&consent).await?;
    Ok(())
}

async fn log_leases(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    grant: &Grant,
    scopes: ScopeSet,
) -> Result<(), Failure> {
    let cause = Cause::act(Initiator::User, serde_json::json!({ "session": grant.session }));
    tx.append(&LogEntry {
        after: scopes,
        rule: "consent".into(),
        ..blank(server, server.now(), subject(grant), Change::LeaseCreated, &cause)
    })
    .await?;
    Ok(())
}

fn subject(grant: &Grant) -> Subject {
    Subject {
        client: Some(grant.client.clone()),
        session: Some(grant.session),
        device: Some(grant.device),
        grant: Some(grant.id),
        ..Subject::user(grant.user)
    }
}

/// 43 to 128 unreserved characters (RFC 7636 section 4.1).
fn verifier(params: &Params) -> Result<String, Failure> {
    let verifier = params.require("code_verifier")?;
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    if !(43..=128).contains(&verifier.len()) || !verifier.bytes().all(unreserved) {
        return Err(Failure::invalid_request("code_verifier is not well-formed"));
    }
    Ok(verifier.to_owned())
}

/// RFC 7636 section 4.6.
fn proves(verifier: &str, challenge: &str) -> bool {
    let computed = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    computed.as_bytes().ct_eq(challenge.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636 appendix B.
    #[test]
    fn the_vector_of_the_rfc() {
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(proves("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", challenge));
        assert!(!proves("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXj", challenge));
    }
}
