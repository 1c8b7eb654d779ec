//! What a session has to have shown before it acts on another one (invariant 9).

use leasehold_domain::DeviceId;
use leasehold_domain::proof::Proof;
use leasehold_oauth_types::challenge::Challenge;
use leasehold_oauth_types::{Acr, OAuthErrorCode, Problem, Reason, Remedy};
use leasehold_storage::Transaction;

use crate::AuthorizationServer;
use crate::account::{AccountCaller, ApiFailure};
use crate::config::limits;

/// Acting on other sessions takes a trusted device: a new one never evicts an older.
pub(super) async fn check_trusted(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    caller: &AccountCaller,
) -> Result<(), ApiFailure> {
    let trust = caller.trust(tx).await?;
    if trust.is_some_and(|trust| trust.is_trusted(server.now())) {
        return Ok(());
    }
    let reason = Reason {
        code: "new_device".into(),
        scope: None,
        status: None,
        text: Some(server.policy.reason_text("new_device", &caller.user.locale, "")),
        remedy: Remedy::ConfirmDevice,
        retry_after: None,
        acr_values: None,
        max_age: None,
        since: None,
    };
    let problem = Problem::new(403, "Confirm this device first");
    Err(ApiFailure::Refused(Box::new(problem.with_reasons(vec![reason]))))
}

/// What stands on a device with a key yields to a key that was just proved here, or to a second factor: whoever
/// merely copied a cookie has neither.
pub(super) async fn check_present(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    caller: &AccountCaller,
    target: DeviceId,
) -> Result<(), ApiFailure> {
    let has_key = tx.device(target).await?.is_some_and(|device| device.key.is_some());
    let own = tx.device(caller.session.device).await?.and_then(|device| device.key);
    let proved = own.is_some_and(|key| server.now() < key.proved_at + limits::KEY_PROOF);
    if !has_key || proved || recent(server, caller).next().is_some() {
        return Ok(());
    }
    Err(step_up())
}

/// Second factors that were proved in this session just now.
fn recent(server: &AuthorizationServer, caller: &AccountCaller) -> impl Iterator<Item = Proof> {
    let since = server.now() - limits::KEY_PROOF;
    let proofs = caller.session.proofs.clone().into_iter();
    proofs.filter(move |proof| proof.kind.steps_up() && !proof.lapsed && proof.at > since)
}

/// A second factor that was proved in this session just now and does not come from `target`: what was enrolled there
/// is the word of whoever holds it.
pub(super) async fn check_elsewhere(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    caller: &AccountCaller,
    target: DeviceId,
) -> Result<(), ApiFailure> {
    let factors = tx.factors(caller.user.id).await?;
    let from_there = |id| {
        let enrolled = factors.iter().find(|factor| factor.id == id);
        enrolled.is_none_or(|factor| factor.enrolment.device == Some(target) || factor.device == Some(target))
    };
    if recent(server, caller).any(|proof| !from_there(proof.factor)) { Ok(()) } else { Err(step_up()) }
}

/// RFC 9470 section 3. The age is zero, so that a password that was just typed is not taken for it.
fn step_up() -> ApiFailure {
    let challenge = Challenge {
        error: Some(OAuthErrorCode::InsufficientUserAuthentication),
        scope: "account.manage".parse().ok(),
        acr_values: Some(Acr::Aal2.to_string()),
        max_age: Some(0),
        ..Challenge::default()
    };
    let problem = Problem::new(401, "A fresh confirmation is needed");
    ApiFailure::Challenged(Box::new(problem), challenge.to_header("account"))
}
