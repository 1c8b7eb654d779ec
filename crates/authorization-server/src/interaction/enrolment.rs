//! The page of an authenticator app that has not proved itself, and its first code.

use leasehold_factors::{TotpOutcome, TotpSecret, qr_svg};
use leasehold_oauth_types::interaction::{FormView, StepUpError, TotpEnrolmentView};
use leasehold_storage::{Result, StorageError, Transaction};

use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::interaction::totp::too_many;
use crate::interaction::view::origin;
use crate::limits::{self, Standing};

/// Name under which authenticator apps list the account.
const PRODUCT: &str = "Leasehold";

/// A form of a page that is not part of an authorization request; it ends at the dashboard.
pub(crate) fn form(server: &AuthorizationServer, action: &str, csrf: String) -> FormView {
    let redirect_origins = origin(&server.config.account_url).into_iter().collect();
    FormView { action: action.to_owned(), csrf, redirect_origins }
}

/// The secret of a draft.
pub(crate) fn secret(bytes: &[u8]) -> Result<TotpSecret> {
    TotpSecret::from_bytes(bytes).map_err(|error| StorageError::driver("a draft has no secret", error))
}

/// The page with the secret as picture and text.
pub(crate) fn view(form: FormView, secret: &TotpSecret, account: &str) -> Result<TotpEnrolmentView> {
    let qr_svg = qr_svg(&secret.uri(PRODUCT, account))
        .map_err(|error| StorageError::driver("a QR code cannot be drawn", error))?;
    Ok(TotpEnrolmentView {
        form,
        qr_svg,
        secret: secret.base32_groups().to_string(),
        wait_hours: None,
        may_skip: false,
        error: None,
    })
}

/// Checks the first code, limited like every other; the step it gives is spent too (checklist TO-5). The
/// caller commits whatever the answer is: a failure has to stay counted.
pub(crate) async fn first_code(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    secret: &TotpSecret,
    code: &str,
    account: &str,
    browser: &Browser,
) -> Result<std::result::Result<i64, StepUpError>> {
    let now = server.now();
    let address = limits::address_bucket("code", browser.address);
    let buckets = [(account, limits::CODE), (address.as_str(), limits::ADDRESS)];
    for (bucket, limit) in buckets {
        if let Standing::Paused(until) = limits::standing(tx, bucket, limit, now).await? {
            return Ok(Err(too_many(until, now)));
        }
    }
    if let TotpOutcome::Accepted { step } = secret.verify(code, now, None) {
        tx.clear_failures(account).await?;
        return Ok(Ok(step));
    }
    let mut left = u32::MAX;
    for (bucket, limit) in buckets {
        tx.add_failure(bucket, now).await?;
        match limits::standing(tx, bucket, limit, now).await? {
            Standing::Free(free) => left = left.min(free),
            Standing::Paused(until) => return Ok(Err(too_many(until, now))),
        }
    }
    Ok(Err(StepUpError::WrongCode { tries_left: left }))
}
