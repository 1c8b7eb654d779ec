//! A proof of the last minutes, for what an account action takes away from another device. A session cookie that
//! was copied from a trusted device is not enough: the step-up that the challenge leads to asks for its key.

use http::StatusCode;
use leasehold_domain::DeviceId;
use leasehold_domain::proof::Proof;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_oauth_types::challenge::Challenge;
use leasehold_oauth_types::{Acr, OAuthErrorCode, Problem, Reason, Remedy};
use leasehold_storage::Transaction;

use crate::AuthorizationServer;
use crate::account::{AccountCaller, ApiFailure};

const REASON: &str = "stale_authentication";

/// Refuses with a challenge (RFC 9470) unless the session proved, within the time in which factors may be changed
/// too, a second factor that has nothing to do with the device concerned; without any such factor, the password.
pub(super) async fn check(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    caller: &AccountCaller,
    against: DeviceId,
) -> Result<(), ApiFailure> {
    let now = server.now();
    let factors = tx.factors(caller.user.id).await?;
    let eligible = |factor: &&Factor| {
        factor.steps_up_on(caller.session.device, now) && factor.enrolment.device != Some(against)
    };
    let second: Vec<_> = factors.iter().filter(eligible).map(|factor| factor.id).collect();
    let good = |proof: &Proof| {
        if second.is_empty() { proof.kind == FactorKind::Password } else { second.contains(&proof.factor) }
    };
    let age = server.policy.factor_rules().proof_age;
    let fresh = |proof: &&Proof| !proof.lapsed && now < proof.at + age;
    if caller.session.proofs.iter().filter(fresh).any(good) {
        return Ok(());
    }
    Err(challenge(server, caller, !second.is_empty()))
}

/// Anew, whatever was proved before: another proof, such as of the password a minute ago, did not do.
fn challenge(server: &AuthorizationServer, caller: &AccountCaller, second: bool) -> ApiFailure {
    let acr_values = second.then(|| Acr::Aal2.to_string());
    let reason = Reason {
        code: REASON.into(),
        scope: None,
        status: None,
        text: Some(server.policy.reason_text(REASON, &caller.user.locale, "")),
        remedy: Remedy::StepUp,
        retry_after: None,
        acr_values: acr_values.clone(),
        max_age: Some(0),
        since: None,
    };
    let challenge = Challenge {
        error: Some(OAuthErrorCode::InsufficientUserAuthentication),
        scope: "account.manage".parse().ok(),
        acr_values,
        max_age: Some(0),
        ..Challenge::default()
    };
    let problem = Problem::new(StatusCode::UNAUTHORIZED.as_u16(), "A fresh confirmation is needed");
    ApiFailure::Challenged(Box::new(problem.with_reasons(vec![reason])), challenge.to_header("account"))
}
