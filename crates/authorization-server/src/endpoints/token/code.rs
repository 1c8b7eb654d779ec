//! `grant_type=authorization_code`.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use leasehold_domain::authorization::{Authorization, IssuedCode, Stage};
use leasehold_domain::client::Client;
use leasehold_domain::consent::Consent;
use leasehold_domain::grant::{Grant, GrantEndReason};
use leasehold_domain::hold::HoldKind;
use leasehold_domain::lease::{Elevation, Lease};
use leasehold_domain::log::{Change, Initiator, LogEntry};
use leasehold_domain::session::Session;
use leasehold_domain::signal::SignalKind;
use leasehold_domain::{GrantId, LeaseId, PlainToken, TokenKind};
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::token::TokenResponse;
use leasehold_oauth_types::{Scope, ScopeSet};
use leasehold_storage::Transaction;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::AuthorizationServer;
use crate::endpoints::token::id_token;
use crate::endpoints::token::issue::{Issue, issue};
use crate::failure::Failure;
use crate::leases::apply::{Cause, Changes, blank, bump};
use crate::leases::consent::renew;
use crate::leases::end::end_grant;
use crate::leases::evaluate::{RequestContext, evaluate_in};
use crate::request;
use crate::signals::{self, Noticed};

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
    let Stage::Issued(mut issued) = authorization.stage.clone() else {
        return Err(Failure::invalid_grant());
    };
    let details = request::narrowed(params, &asked.details)?;
    if !tx.use_code(code.hashed(), started).await? {
        if let (Some(_), Some(grant)) = (state.used_at, issued.grant)
            && let Some(grant) = tx.grant(grant).await?
            && grant.ended.is_none()
        {
            let noticed = Noticed::about(grant.user, SignalKind::TokenReplay).in_session(grant.session);
            signals::note(server, tx.as_mut(), noticed).await?;
            let changes = end_grant(server, tx.as_mut(), grant, GrantEndReason::CodeReplay).await?;
            server.finish(tx, changes, started).await?;
        }
        return Err(Failure::invalid_grant());
    }
    let session = tx.session(issued.session).await?.filter(|session| session.is_live(started));
    let session = session.ok_or_else(Failure::invalid_grant)?;
    let consent = tx.consent(issued.user, &client.id).await?.ok_or_else(Failure::invalid_grant)?;
    // What was taken back or ran out since the code was issued is not given any more.
    let remembered = consent.remembered(&server.config.catalogue, &client.audience, server.policy_now());
    issued.scope = issued.scope.intersection(&remembered);
    if issued.scope.is_empty() {
        return Err(Failure::invalid_grant());
    }
    let (grant, mut changes) = match asked.merge {
        Some(id) => merge(server, tx.as_mut(), &consent, id, &issued).await?,
        None => create(server, tx.as_mut(), &consent, &session, &issued).await?,
    };
    let code = IssuedCode { grant: Some(grant), ..*issued };
    let asked = asked.clone();
    tx.update_issued(&Authorization { stage: Stage::Issued(Box::new(code.clone())), ..authorization })
        .await?;
    let context = RequestContext {
        place: Some(session.place.clone()),
        confirmed: details.clone(),
        ..Default::default()
    };
    let (evaluation, opened) =
        evaluate_in(server, tx.as_mut(), grant, &context).await?.ok_or_else(Failure::invalid_grant)?;
    changes.extend(opened);
    if evaluation.over {
        server.finish(tx, changes, started).await?;
        return Err(Failure::invalid_grant());
    }
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
    consent: &Consent,
    session: &Session,
    code: &IssuedCode,
) -> Result<(GrantId, Changes), Failure> {
    let now = server.now();
    let grant = Grant {
        id: GrantId::generate(now, server.entropy.as_ref()),
        user: code.user,
        client: consent.client.clone(),
        session: session.id,
        device: session.device,
        rev: 1,
        created_at: now,
        issued_in: session.place.clone(),
        ended: None,
        leases: code.scope.iter().filter_map(|scope| lease(server, scope, consent, code)).collect(),
    };
    tx.add_grant(&grant).await?;
    log_leases(server, tx, &grant, code.scope.clone()).await?;
    let id = grant.id;
    // Pages that are open somewhere show the new app at once.
    Ok((id, Changes { events: bump(server, tx, vec![grant]).await?, ..Changes::default() }))
}

/// More scopes or a fresh proof for a grant that exists: its tokens are replaced (Grant Management
/// section 5.2), its leases keep their age unless there is a newer consent.
async fn merge(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    consent: &Consent,
    id: GrantId,
    code: &IssuedCode,
) -> Result<(GrantId, Changes), Failure> {
    let grant =
        tx.grant(id).await?.filter(|grant| grant.ended.is_none()).ok_or_else(Failure::invalid_grant)?;
    // Elevation never crosses session, client or person (invariant 12).
    if grant.client != consent.client || grant.user != code.user || grant.session != code.session {
        return Err(Failure::invalid_grant());
    }
    // What a rule has taken since the page was answered is not raised.
    let held = tx.open_holds(grant.user).await?;
    let held = held.iter().filter(|hold| hold.kind == HoldKind::Revoke && hold.subject.covers(&grant));
    let held = held.fold(ScopeSet::new(), |all, hold| all.union(&hold.scopes));
    let mut merged = grant.clone();
    let mut added = ScopeSet::new();
    for scope in code.scope.iter() {
        let Some(fresh) = lease(server, scope, consent, code) else { continue };
        match merged.leases.iter_mut().find(|lease| lease.scope == *scope) {
            Some(_) if held.contains(scope) => {}
            Some(lease) => lease.elevation = fresh.elevation.or(lease.elevation),
            None => {
                added.insert(scope.clone());
                let elevation = fresh.elevation.filter(|_| !held.contains(scope));
                merged.leases.push(Lease { elevation, ..fresh });
            }
        }
    }
    // Consent that was given meanwhile in another session counts here as well.
    renew(server, tx, &mut merged, consent, &code.scope).await?;
    tx.void_refresh_tokens(id).await?;
    tx.delete_access_tokens(id).await?;
    if !added.is_empty() {
        log_leases(server, tx, &merged, added).await?;
    }
    let elevated = merged.leases.iter().filter(|lease| lease.elevation.is_some()).filter(|lease| {
        grant.leases.iter().all(|old| old.scope != lease.scope || old.elevation != lease.elevation)
    });
    let elevated: ScopeSet = elevated.map(|lease| lease.scope.clone()).collect();
    if !elevated.is_empty() {
        let cause =
            Cause::act(Initiator::User, serde_json::json!({ "session": code.session, "acr": code.acr }));
        tx.append(&LogEntry {
            after: elevated,
            rule: "step_up".into(),
            ..blank(server, server.now(), merged.subject(), Change::LeaseElevated, &cause)
        })
        .await?;
    }
    Ok((id, Changes { events: bump(server, tx, vec![merged]).await?, ..Changes::default() }))
}

/// What the person consented to, in use: never for longer than that lasts.
fn lease(server: &AuthorizationServer, scope: &Scope, consent: &Consent, code: &IssuedCode) -> Option<Lease> {
    let definition = server.config.catalogue.get(scope)?;
    // Only what the page of the step-up named (design section 3).
    let named = code.elevates.contains(scope);
    let elevation = code
        .proved_at
        .filter(|_| definition.needs_proof() && named)
        .map(|at| Elevation { acr: code.acr, at });
    let id = LeaseId::generate(server.now(), server.entropy.as_ref());
    Some(Lease::new(id, scope.clone(), consent.scopes.get(scope)?, definition, elevation))
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
        ..blank(server, server.now(), grant.subject(), Change::LeaseCreated, &cause)
    })
    .await?;
    Ok(())
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
