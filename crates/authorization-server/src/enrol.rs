//! Making authenticators: the one place that knows how each kind is stored.

use argon2::password_hash;
use leasehold_domain::sealed::MasterKey;
use leasehold_domain::user::{Enrolment, Factor, FactorKind};
use leasehold_domain::{Entropy, FactorId, Time, UserId};
use leasehold_factors::TotpSecret;

use crate::interaction::passwords;

/// Purpose under which TOTP secrets are sealed; each is bound to the id of its factor.
pub(crate) const TOTP_SEAL: &str = "totp-secret";

/// A password, hashed with Argon2id.
///
/// # Errors
///
/// If the password is longer than 1,024 bytes.
pub fn password(
    user: UserId,
    password: &str,
    enrolment: Enrolment,
    entropy: &dyn Entropy,
) -> Result<Factor, password_hash::Error> {
    let hash = passwords::hash(password, entropy)?;
    Ok(factor(user, FactorKind::Password, enrolment, entropy, |_| hash.into_bytes()))
}

/// An authenticator app, its secret sealed.
#[must_use]
pub fn totp(
    user: UserId,
    secret: &TotpSecret,
    enrolment: Enrolment,
    key: &MasterKey,
    entropy: &dyn Entropy,
) -> Factor {
    factor(user, FactorKind::Totp, enrolment, entropy, |id| {
        key.sealer(TOTP_SEAL).seal(secret.expose(), &id.to_string(), entropy)
    })
}

/// Where a factor comes from that no browser enrolled: an administrator, set-up or seed.
#[must_use]
pub const fn elsewhere(at: Time) -> Enrolment {
    Enrolment { at, session: None, device: None }
}

fn factor(
    user: UserId,
    kind: FactorKind,
    enrolment: Enrolment,
    entropy: &dyn Entropy,
    secret: impl FnOnce(FactorId) -> Vec<u8>,
) -> Factor {
    let id = FactorId::generate(enrolment.at, entropy);
    Factor { id, user, kind, secret: secret(id), enrolment, last_step: None, last_used_at: None }
}
