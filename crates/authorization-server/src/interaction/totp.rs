//! Checks a code from an authenticator app: limited, and each code once.

use leasehold_domain::proof::Proof;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_domain::{DeviceId, Time};
use leasehold_factors::{TotpOutcome, TotpSecret};
use leasehold_oauth_types::interaction::StepUpError;
use leasehold_storage::{Result, StorageError, Transaction};

use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::factors::change::{self, Act};
use crate::limits::{self, Standing};
use crate::signals::detect;
use crate::tries::{Tried, Tries};

/// Purpose under which TOTP secrets are sealed; bound to the id of the factor.
pub(crate) const SEAL_PURPOSE: &str = "totp-secret";

/// Checks the code against each of these authenticator apps, in the transaction of the caller, who commits whatever
/// the answer is: a failure has to stay counted. `device` is the one that the session is on, and has been found to
/// be it.
pub(super) async fn check<'a>(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    apps: &[&'a Factor],
    device: DeviceId,
    code: &str,
    browser: &Browser,
) -> Result<std::result::Result<(&'a Factor, Proof), StepUpError>> {
    let now = server.now();
    let Some(any) = apps.first() else { return Ok(Err(StepUpError::NotEligible)) };
    let tries = Tries::of(tx, Tried::Code, (any.user, device), browser).await?;
    let left = match tries.standing(tx, now).await? {
        Standing::Free(left) => left,
        Standing::Paused(until) => return Ok(Err(too_many(until, now))),
    };
    let mut used = false;
    for app in apps {
        match secret(server, app)?.verify(code, now, app.last_step) {
            TotpOutcome::Accepted { step } if tx.accept_step(app.id, step, now).await? => {
                tries.succeed(tx).await?;
                tx.touch_factor(app.id, now).await?;
                return Ok(Ok((app, Proof::new(app.id, FactorKind::Totp, now))));
            }
            TotpOutcome::Accepted { .. } | TotpOutcome::Used => used = true,
            TotpOutcome::Wrong => {}
        }
    }
    if used {
        return Ok(Err(StepUpError::UsedCode));
    }
    detect::wrong_factor(server, tx, any.user, device).await?;
    tries.fail_from_here(tx, now).await?;
    let Standing::Paused(until) = tries.fail(tx, now).await? else {
        return Ok(Err(StepUpError::WrongCode { tries_left: left.saturating_sub(1) }));
    };
    if until - now >= limits::LONG_PAUSE {
        // The mail goes with the postman's next look.
        change::note(server, tx, None, any, Act::Locked).await?;
    }
    Ok(Err(too_many(until, now)))
}

fn secret(server: &AuthorizationServer, app: &Factor) -> Result<TotpSecret> {
    let sealer = server.master_key.sealer(SEAL_PURPOSE);
    let secret = sealer
        .open(&app.secret, &app.id.to_string())
        .map_err(|error| StorageError::driver("a factor cannot be opened", error))?;
    TotpSecret::from_bytes(&secret).map_err(|error| StorageError::driver("a factor is no TOTP secret", error))
}

pub(super) fn too_many(until: Time, now: Time) -> StepUpError {
    StepUpError::TooMany { retry_after: u64::try_from((until - now).num_seconds()).unwrap_or_default() + 1 }
}
