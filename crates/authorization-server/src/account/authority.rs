//! What a session has to have shown before it acts on another one, or speaks for what happened (invariants 8 and 9).
//!
//! A session cookie that was copied from a trusted device is not enough for any of it: the step-up that the challenge
//! leads to asks for the key of the device.

use leasehold_domain::DeviceId;
use leasehold_domain::proof::Proof;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_oauth_types::challenge::Challenge;
use leasehold_oauth_types::{Acr, OAuthErrorCode, Problem, Reason, Remedy};
use leasehold_storage::Transaction;

use crate::AuthorizationServer;
use crate::account::{AccountCaller, ApiFailure};
use crate::config::limits;

/// Code of the reason why a step-up is asked.
const STALE: &str = "stale_authentication";

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
    let reason = reason(server, caller, "new_device", Remedy::ConfirmDevice);
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
    let second = fresh(server, caller).any(|proof| proof.kind.steps_up());
    if !has_key || second || has_proved_key(server, tx, caller).await? {
        return Ok(());
    }
    Err(step_up(server, caller, true))
}

/// What a proof may be where the person has no second factor that would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Otherwise {
    /// The password.
    Password,
    /// Nothing does.
    Nothing,
}

/// A second factor that was proved in this session just now and is `good` for what is asked; of the password, if that
/// does, nothing is asked but that it is fresh. Refuses with a challenge (RFC 9470) if something would do, and for
/// good if nothing would.
pub(super) async fn check_proved(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    caller: &AccountCaller,
    otherwise: Otherwise,
    good: impl Fn(&Factor, &Proof) -> bool,
) -> Result<(Factor, Proof), ApiFailure> {
    let now = server.now();
    let (device, factors) = (caller.session.device, tx.factors(caller.user.id).await?);
    let would_do = |factor: &&Factor| {
        factor.steps_up_on(device, now) && good(factor, &Proof::new(factor.id, factor.kind, now))
    };
    let second: Vec<&Factor> = factors.iter().filter(would_do).collect();
    let proved = match (second.is_empty(), otherwise) {
        (true, Otherwise::Nothing) => {
            return Err(ApiFailure::forbidden("no factor of this person is eligible for this"));
        }
        (true, Otherwise::Password) => fresh(server, caller)
            .filter(|proof| proof.kind == FactorKind::Password)
            .find_map(|proof| Some((factors.iter().find(|factor| factor.id == proof.factor)?, proof))),
        (false, _) => fresh(server, caller).find_map(|proof| {
            let factor = second.iter().find(|factor| factor.id == proof.factor)?;
            good(factor, &proof).then_some((*factor, proof))
        }),
    };
    let (factor, proof) = proved.ok_or_else(|| step_up(server, caller, !second.is_empty()))?;
    Ok((factor.clone(), proof))
}

/// Whether the key of the device that asks was proved just now.
async fn has_proved_key(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    caller: &AccountCaller,
) -> Result<bool, ApiFailure> {
    let key = tx.device(caller.session.device).await?.and_then(|device| device.key);
    Ok(key.is_some_and(|key| server.now() < key.proved_at + limits::KEY_PROOF))
}

/// The same, with a challenge where it was not: a step-up asks for it.
pub(super) async fn check_key(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    caller: &AccountCaller,
) -> Result<(), ApiFailure> {
    if has_proved_key(server, tx, caller).await? { Ok(()) } else { Err(step_up(server, caller, true)) }
}

/// What was proved in this session within the time in which factors may be changed too.
fn fresh(server: &AuthorizationServer, caller: &AccountCaller) -> impl Iterator<Item = Proof> {
    let (now, age) = (server.now(), server.policy.factor_rules().proof_age);
    let proofs = caller.session.proofs.clone().into_iter();
    proofs.filter(move |proof| !proof.lapsed && now < proof.at + age)
}

/// RFC 9470 section 3. Anew, whatever was proved before: another proof, such as of the password a minute ago, did not
/// do.
fn step_up(server: &AuthorizationServer, caller: &AccountCaller, second: bool) -> ApiFailure {
    let acr_values = second.then(|| Acr::Aal2.to_string());
    let reason = Reason {
        acr_values: acr_values.clone(),
        max_age: Some(0),
        ..reason(server, caller, STALE, Remedy::StepUp)
    };
    let challenge = Challenge {
        error: Some(OAuthErrorCode::InsufficientUserAuthentication),
        scope: "account.manage".parse().ok(),
        acr_values,
        max_age: Some(0),
        ..Challenge::default()
    };
    let problem = Problem::new(401, "A fresh confirmation is needed").with_reasons(vec![reason]);
    ApiFailure::Challenged(Box::new(problem), challenge.to_header("account"))
}

fn reason(server: &AuthorizationServer, caller: &AccountCaller, code: &str, remedy: Remedy) -> Reason {
    Reason {
        code: code.into(),
        scope: None,
        status: None,
        text: Some(server.policy.reason_text(code, &caller.user.locale, "")),
        remedy,
        retry_after: None,
        acr_values: None,
        max_age: None,
        since: None,
    }
}
