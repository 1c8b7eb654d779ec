//! Which page comes next, or the code.

use http::HeaderValue;
use leasehold_domain::Time;
use leasehold_domain::authorization::Prompt;
use leasehold_domain::evidence::is_eligible;
use leasehold_domain::hold::Hold;
use leasehold_domain::session::{Proof, Session};
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_oauth_types::{Acr, OAuthErrorCode, ScopeSet};
use leasehold_storage::{Result, Transaction};

use axum::response::Response;

use crate::AuthorizationServer;
use crate::failure::Failure;
use crate::interaction::finish::{issue, refuse};
use crate::interaction::live::{Live, see_other};
use crate::leases::remedy::is_stepped_up_here;

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
    let proved = |kind| live.pending.proofs.iter().any(|proof: &Proof| proof.kind == kind);
    let again = request.prompt.contains(&Prompt::Login) || request.prompt.contains(&Prompt::SelectAccount);
    if again && live.pending.proofs.is_empty() {
        return Ok(Next::SignIn);
    }
    let factors = tx.factors(session.user).await?;
    let second = factors.iter().any(|factor| counts(factor, now));
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
    let names_object = !request.details.is_empty() && !live.pending.confirmed;
    if names_object || ((unmet || stale || elevates) && !proved(FactorKind::Totp)) {
        let possible = second && request.acr.is_none_or(|acr| Acr::Aal2.satisfies(acr));
        let refusal = Next::Refuse(OAuthErrorCode::UnmetAuthenticationRequirements);
        return Ok(if possible { Next::StepUp } else { refusal });
    }
    if unmet {
        return Ok(Next::Refuse(OAuthErrorCode::UnmetAuthenticationRequirements));
    }
    if !live.pending.confirmed && !offered(tx, live, session, &factors, now).await?.is_empty() {
        return Ok(Next::StepUp);
    }
    let asks = request.prompt.contains(&Prompt::Consent);
    if live.pending.consented.is_none() && (asks || !missing(server, tx, live, session).await?.is_empty()) {
        return Ok(Next::Consent);
    }
    Ok(Next::Issue)
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

/// The scopes that still need the person's consent. First-party clients need none.
pub(super) async fn missing(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    live: &Live,
    session: &Session,
) -> Result<ScopeSet> {
    let request = &live.authorization.request;
    if server.config.registry.client(&request.client).is_some_and(|client| client.first_party) {
        return Ok(ScopeSet::new());
    }
    let consent = tx.consent(session.user, &request.client).await?;
    let given = consent.map(|consent| consent.scope_set()).unwrap_or_default();
    Ok(request.scope.difference(&given))
}

/// Open holds on requested scopes that a step-up here would close: the server prompts for them, whatever
/// `auth_time` says (design section 3, "Restore").
pub(super) async fn offered(
    tx: &mut dyn Transaction,
    live: &Live,
    session: &Session,
    factors: &[Factor],
    now: Time,
) -> Result<Vec<Hold>> {
    let request = &live.authorization.request;
    if !request.details.is_empty() {
        return Ok(Vec::new());
    }
    let holds = tx.open_holds(session.user).await?;
    let closes = |hold: &Hold| {
        factors.iter().filter(|factor| counts(factor, now)).any(|factor| {
            let proof = Proof { factor: factor.id, kind: factor.kind, at: hold.opened_at };
            is_eligible(hold, factor, &proof)
        })
    };
    Ok(holds
        .into_iter()
        .filter(|hold| is_stepped_up_here(hold, session))
        .filter(|hold| hold.subject.client.as_ref().is_none_or(|client| *client == request.client))
        .filter(|hold| !hold.scopes.intersection(&request.scope).is_empty())
        .filter(closes)
        .collect())
}

/// Whether a factor can be used as the second one now.
pub(super) fn counts(factor: &Factor, now: Time) -> bool {
    factor.kind == FactorKind::Totp && factor.counts(now)
}

fn wants_proof(server: &AuthorizationServer, scopes: &ScopeSet) -> bool {
    scopes
        .iter()
        .filter_map(|scope| server.config.catalogue.get(scope))
        .any(|definition| definition.acr > Acr::Aal1 || definition.max_age_s.is_some())
}
