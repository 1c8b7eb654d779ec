//! Checks a code from an authenticator app: limited, and each code once.

use leasehold_domain::Time;
use leasehold_domain::proof::Proof;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_factors::{TotpOutcome, TotpSecret};
use leasehold_oauth_types::interaction::StepUpError;
use leasehold_storage::{Result, StorageError, Transaction};

use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::limits::{self, Standing};

/// Purpose under which TOTP secrets are sealed; bound to the id of the factor.
pub(crate) const SEAL_PURPOSE: &str = "totp-secret";

/// Checks the code in the transaction of the caller, who commits whatever the answer is: a failure has to
/// stay counted.
pub(super) async fn check(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    factor: &Factor,
    code: &str,
    browser: &Browser,
) -> Result<std::result::Result<Proof, StepUpError>> {
    let now = server.now();
    let account = format!("code:{}", factor.user);
    let address = limits::address_bucket("code", browser.address);
    let mut left = u32::MAX;
    for (bucket, limit) in
        [(&account, limits::CODE), (&account, limits::CODES_EVER), (&address, limits::ADDRESS)]
    {
        match limits::standing(tx, bucket, limit, now).await? {
            Standing::Free(free) => left = left.min(free),
            Standing::Paused(until) => return Ok(Err(too_many(until, now))),
        }
    }
    let sealer = server.master_key.sealer(SEAL_PURPOSE);
    let secret = sealer
        .open(&factor.secret, &factor.id.to_string())
        .map_err(|error| StorageError::driver("a factor cannot be opened", error))?;
    let secret = TotpSecret::from_bytes(&secret)
        .map_err(|error| StorageError::driver("a factor is no TOTP secret", error))?;
    match secret.verify(code, now, factor.last_step) {
        TotpOutcome::Accepted { step } if tx.accept_step(factor.id, step, now).await? => {
            tx.clear_failures(&account).await?;
            tx.touch_factor(factor.id, now).await?;
            Ok(Ok(Proof::new(factor.id, FactorKind::Totp, now)))
        }
        TotpOutcome::Accepted { .. } | TotpOutcome::Used => Ok(Err(StepUpError::UsedCode)),
        TotpOutcome::Wrong => {
            tx.add_failure(&account, now).await?;
            tx.add_failure(&address, now).await?;
            Ok(Err(match limits::standing(tx, &account, limits::CODE, now).await? {
                Standing::Free(_) => StepUpError::WrongCode { tries_left: left.saturating_sub(1) },
                Standing::Paused(until) => too_many(until, now),
            }))
        }
    }
}

pub(super) fn too_many(until: Time, now: Time) -> StepUpError {
    StepUpError::TooMany { retry_after: u64::try_from((until - now).num_seconds()).unwrap_or_default() + 1 }
}
