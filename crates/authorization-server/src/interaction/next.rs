//! Which page comes next, or the code.

use http::HeaderValue;
use leasehold_domain::authorization::{AuthorizationRequest, Prompt};
use leasehold_domain::catalogue::ScopeDefinition;
use leasehold_domain::evidence::is_eligible;
use leasehold_domain::hold::Hold;
use leasehold_domain::proof::Proof;
use leasehold_domain::session::Session;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_domain::{HoldId, Time};
use leasehold_oauth_types::{Acr, AuthorizationDetail, OAuthErrorCode, ScopeSet};
use leasehold_storage::{Result, Transaction};

use axum::response::Response;

use crate::AuthorizationServer;
use crate::failure::Failure;
use crate::interaction::asking::Asking;
use crate::interaction::finish::{issue, refuse};
use crate::interaction::live::{Live, see_other};
use crate::interaction::usable::{reaching, usable};
use crate::leases::reconsent::{Wanted, is_allowed_again_here, proof_for, wanted_proof};
use crate::leases::remedy::{concerns, is_stepped_up_here};

/// What has to happen before the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    SignIn,
    StepUp,
    Consent,
    Issue,
    Refuse(OAuthErrorCode),
}

/// Decides from the request and what was done for it so far.
pub(crate) async fn next(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    live: &Live,
) -> Result<Next> {
    let request = &live.authorization.request;
    let Some(session) = &live.session else { return Ok(Next::SignIn) };
    let now = server.now();
    if !request.is_for(session.user) {
        // Never on as somebody else: whoever was asked for has to sign in (OpenID Connect Core section
        // 3.1.2.2), which `prompt=none` turns into `login_required`.
        return Ok(Next::SignIn);
    }
    if let Some(grant) = request.merge {
        // Elevation never crosses session or person (invariant 12): nobody else can finish this.
        let owns = tx.grant(grant).await?.is_some_and(|grant| {
            grant.user == session.user && grant.session == session.id && grant.ended.is_none()
        });
        if !owns {
            return Ok(Next::Refuse(OAuthErrorCode::AccessDenied));
        }
    }
    let proved = live.pending.proofs.iter().any(|proof| proof.kind.steps_up() && !proof.lapsed);
    let again = request.prompt.contains(&Prompt::Login) || request.prompt.contains(&Prompt::SelectAccount);
    if again && live.pending.proofs.is_empty() {
        return Ok(Next::SignIn);
    }
    let factors = tx.factors(session.user).await?;
    let second = usable(&factors, session, now).next().is_some();
    let stale = request.max_age.is_some_and(|max_age| {
        let age = (now - session.auth_time()).num_seconds();
        live.pending.proofs.is_empty() && u64::try_from(age).is_ok_and(|age| age >= max_age)
    });
    // The password is never asked again for a step-up; it is all there is without a second factor.
    if stale && !second {
        return Ok(Next::SignIn);
    }
    let unmet = request.acr.is_some_and(|acr| !session.acr(now).satisfies(acr));
    let elevates = request.acr.is_some_and(|acr| acr > Acr::Aal1) && wants_proof(server, &request.scope);
    let names_object = !live.pending.confirmed
        && match request.details.first() {
            // A lifetime that is over is nothing to prove for; consent alone begins it anew.
            Some(AuthorizationDetail::LeaseRestore(restore)) if restore.holds.is_empty() => false,
            // All there is for people without a second factor; it closes what consent closes and no more.
            Some(AuthorizationDetail::LeaseRestore(restore)) if restore.grant.is_some() && !second => {
                if !live.pending.proofs.iter().any(|proof| proof.kind == FactorKind::Password) {
                    return Ok(Next::SignIn);
                }
                false
            }
            detail => detail.is_some(),
        };
    if !live.pending.confirmed && is_held(server, tx, live, session, &factors).await? {
        return Ok(Next::Refuse(OAuthErrorCode::ScopeHeld));
    }
    if names_object || ((unmet || stale || elevates) && !proved) {
        let possible = !reaching(&factors, session, request.acr, now).is_empty();
        let refusal = Next::Refuse(OAuthErrorCode::UnmetAuthenticationRequirements);
        return Ok(if possible { Next::StepUp } else { refusal });
    }
    if unmet {
        return Ok(Next::Refuse(OAuthErrorCode::UnmetAuthenticationRequirements));
    }
    if !live.pending.confirmed && !offered(server, tx, live, session, &factors).await?.is_empty() {
        return Ok(Next::StepUp);
    }
    if live.pending.consented.is_some() {
        return Ok(Next::Issue);
    }
    if live.pending.proofs.is_empty() && wants_password(tx, live, session, &factors, now).await? {
        return Ok(Next::SignIn);
    }
    let asks = request.prompt.contains(&Prompt::Consent);
    let asking = Asking::of(server, tx, live, session).await?;
    Ok(if asking.is_some_and(|asking| asks || asking.is_due()) { Next::Consent } else { Next::Issue })
}

/// Goes on: shows the next page, sends the code, or says no.
pub(crate) async fn go_on(
    server: &AuthorizationServer,
    live: Live,
    cookies: Vec<HeaderValue>,
) -> std::result::Result<Response, Failure> {
    let mut tx = server.storage.read().await?;
    let next = next(server, tx.as_mut(), &live).await?;
    drop(tx);
    let silent = live.authorization.request.prompt.contains(&Prompt::None);
    // `prompt=none` never shows a page (OpenID Connect Core section 3.1.2.6).
    match (next, silent) {
        (Next::Issue, _) => issue(server, live, cookies).await,
        (Next::Refuse(code), _) => refuse(server, live, code, cookies).await,
        (Next::SignIn, true) => refuse(server, live, OAuthErrorCode::LoginRequired, cookies).await,
        (Next::Consent, true) => refuse(server, live, OAuthErrorCode::ConsentRequired, cookies).await,
        (Next::StepUp, true) => refuse(server, live, OAuthErrorCode::InteractionRequired, cookies).await,
        (Next::SignIn, false) => Ok(see_other(&live.page("sign-in"), cookies)),
        (Next::Consent, false) => Ok(see_other(&live.page("consent"), cookies)),
        (Next::StepUp, false) => Ok(see_other(&live.page("step-up"), cookies)),
    }
}

/// Whether the consent page that comes could close a hold if only the password were proved: for people
/// without a second factor.
async fn wants_password(
    tx: &mut dyn Transaction,
    live: &Live,
    session: &Session,
    factors: &[Factor],
    now: Time,
) -> Result<bool> {
    let request = &live.authorization.request;
    let holds = tx.open_holds(session.user).await?;
    Ok(holds.iter().any(|hold| {
        is_allowed_again_here(hold, session, &request.client)
            && !hold.scopes.intersection(&request.scope).is_empty()
            && wanted_proof(hold, factors, now) == Some(Wanted::Password)
    }))
}

/// Open holds on requested scopes that a step-up here would close, or that consent closes after it: the server
/// prompts for them, whatever `auth_time` says (design section 3, "Restore").
pub(super) async fn offered(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    live: &Live,
    session: &Session,
    factors: &[Factor],
) -> Result<Vec<Hold>> {
    let (request, now) = (&live.authorization.request, server.now());
    let scope = match request.details.first() {
        Some(detail) => object_scopes(server, request, detail),
        None => request.scope.clone(),
    };
    let holds = tx.open_holds(session.user).await?;
    let awaits_consent = |hold: &Hold| {
        request.details.is_empty()
            && is_allowed_again_here(hold, session, &request.client)
            && proof_for(hold, &live.pending.proofs, factors, now).is_none()
    };
    let closes = |hold: &Hold| {
        usable(factors, session, now).any(|factor| {
            let proof = Proof::new(factor.id, factor.kind, hold.opened_at);
            is_eligible(hold, factor, &proof)
        })
    };
    Ok(holds
        .into_iter()
        .filter(|hold| is_stepped_up_here(hold, session) || awaits_consent(hold))
        .filter(|hold| hold.subject.client.as_ref().is_none_or(|client| *client == request.client))
        .filter(|hold| !hold.scopes.intersection(&scope).is_empty())
        .filter(closes)
        .collect())
}

/// The scopes that confirming this object elevates: the object says which it is for (RFC 9396 section 10), so that
/// approving an invoice raises no payment.
pub(super) fn object_scopes(
    server: &AuthorizationServer,
    request: &AuthorizationRequest,
    detail: &AuthorizationDetail,
) -> ScopeSet {
    let kind = Some(detail.kind());
    request
        .scope
        .intersection(&server.config.catalogue.select(|definition| definition.object.as_deref() == kind))
}

/// Whether something has taken the scope of the object that a step-up here would not give back: then nothing is
/// asked for it, for nothing would come of the proof.
async fn is_held(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    live: &Live,
    session: &Session,
    factors: &[Factor],
) -> Result<bool> {
    let request = &live.authorization.request;
    let Some(detail) = request.details.first() else { return Ok(false) };
    let scope = object_scopes(server, request, detail);
    let named: Vec<HoldId> =
        offered(server, tx, live, session, factors).await?.into_iter().map(|hold| hold.id).collect();
    Ok(tx.open_holds(session.user).await?.iter().any(|hold| {
        concerns(hold, session)
            && hold.subject.client.as_ref().is_none_or(|client| *client == request.client)
            && !hold.scopes.intersection(&scope).is_empty()
            && !named.contains(&hold.id)
    }))
}

fn wants_proof(server: &AuthorizationServer, scopes: &ScopeSet) -> bool {
    scopes.iter().filter_map(|scope| server.config.catalogue.get(scope)).any(ScopeDefinition::needs_proof)
}
