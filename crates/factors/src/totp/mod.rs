//! Time-based one-time passwords: SHA-1, six digits, thirty seconds, the parameters that every
//! authenticator app supports (RFC 6238; checklist TO-1).

mod base32;
#[cfg(test)]
mod tests;

use std::fmt;

use leasehold_domain::{Entropy, Time};
use subtle::{Choice, ConditionallySelectable as _, ConstantTimeEq as _};
use totp_rs::{Algorithm, TOTP};
use zeroize::Zeroizing;

/// Length of a new secret in bytes: 160 bits (RFC 4226 section 4, R6).
const SECRET_BYTES: usize = 20;
/// Digits of a code.
const DIGITS: usize = 6;
/// Seconds a code is current.
const STEP_SECONDS: u64 = 30;
/// Steps accepted to each side of the present one, for clocks that drift (RFC 6238 section 5.2).
const SKEW: i64 = 1;
/// Longest input that is looked at: six digits and generous blanks.
const MAX_INPUT: usize = 32;

/// A shared secret. Erased from memory when dropped, and `Debug` shows nothing of it.
#[derive(Clone)]
pub struct TotpSecret(Zeroizing<Vec<u8>>);

/// The secret is shorter than 128 bits (RFC 4226 section 4, R6), far too long, or not base32.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a usable one-time password secret")]
pub struct InvalidSecret;

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotpOutcome {
    /// Right. Store the step before anything else happens: it and all before it are spent.
    Accepted {
        /// Number of the time step, to be given as `last_step` from now on.
        step: i64,
    },
    /// Right, but that step or a later one was accepted before (RFC 6238 section 5.2).
    Used,
    /// Wrong, or not a code at all.
    Wrong,
}

impl TotpSecret {
    /// A new secret of 160 random bits.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(Zeroizing::new(entropy.bytes::<SECRET_BYTES>().to_vec()))
    }

    /// Takes a stored secret.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] unless it has 16 to 64 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, InvalidSecret> {
        if !(16..=64).contains(&bytes.len()) {
            return Err(InvalidSecret);
        }
        Ok(Self(Zeroizing::new(bytes.to_vec())))
    }

    /// Takes a secret as people type it: base32, in any case, with blanks or dashes.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] if it is not base32 of 16 to 64 bytes.
    pub fn from_base32(text: &str) -> Result<Self, InvalidSecret> {
        Self::from_bytes(&base32::decode(text).ok_or(InvalidSecret)?)
    }

    /// The secret itself, to be sealed and stored.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The secret in groups of four base32 characters, for those who type it in.
    #[must_use]
    pub fn base32_groups(&self) -> Zeroizing<String> {
        let text = Zeroizing::new(base32::encode(&self.0));
        let mut groups = Zeroizing::new(String::with_capacity(text.len() + text.len() / 4));
        for (index, letter) in text.chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                groups.push(' ');
            }
            groups.push(letter);
        }
        groups
    }

    /// The `otpauth://totp/…` address that authenticator apps read (checklist TO-1). It holds the secret:
    /// shown once, on the enrolment page, and never logged.
    #[must_use]
    pub fn uri(&self, issuer: &str, account: &str) -> Zeroizing<String> {
        let (issuer, account) = (percent_encode(issuer), percent_encode(account));
        let secret = Zeroizing::new(base32::encode(&self.0));
        Zeroizing::new(format!(
            "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}",
            secret.as_str()
        ))
    }

    /// Number of the time step at that moment: seconds since 1970 over thirty (RFC 6238 section 4.2).
    #[must_use]
    pub fn step_at(now: Time) -> i64 {
        now.timestamp().div_euclid(STEP_SECONDS.cast_signed())
    }

    /// The code that is current at `now`, for the demo page and for tests.
    #[must_use]
    pub fn code_at(&self, now: Time) -> String {
        self.code_of(&self.generator(), Self::step_at(now))
    }

    /// Weighs a code. `last_step` is the last step ever accepted for this secret; that one and all before
    /// it count no more, not even within the tolerated drift (RFC 6238 section 5.2).
    ///
    /// Takes the same time for every code of six digits.
    #[must_use]
    pub fn verify(&self, code: &str, now: Time, last_step: Option<i64>) -> TotpOutcome {
        let Some(typed) = digits(code) else { return TotpOutcome::Wrong };
        let generator = self.generator();
        let present = Self::step_at(now);
        let mut accepted = 0_i64;
        let (mut is_accepted, mut is_used) = (Choice::from(0), Choice::from(0));
        for step in (present - SKEW)..=(present + SKEW) {
            let expected = Zeroizing::new(self.code_of(&generator, step));
            let matches = expected.as_bytes().ct_eq(&typed);
            let spent = Choice::from(u8::from(last_step.is_some_and(|last| step <= last)));
            accepted.conditional_assign(&step, matches & !spent & !is_accepted);
            is_accepted |= matches & !spent;
            is_used |= matches & spent;
        }
        if is_accepted.into() {
            TotpOutcome::Accepted { step: accepted }
        } else if is_used.into() {
            TotpOutcome::Used
        } else {
            TotpOutcome::Wrong
        }
    }

    /// `totp-rs` keeps its own copy of the secret and erases it when dropped (feature `zeroize`).
    fn generator(&self) -> TOTP {
        TOTP::new_unchecked(Algorithm::SHA1, DIGITS, 0, STEP_SECONDS, self.0.to_vec())
    }

    #[expect(clippy::unused_self, reason = "reads as a property of the secret")]
    fn code_of(&self, generator: &TOTP, step: i64) -> String {
        // Before 1970 there are no codes; the first step stands for them and nothing is accepted early.
        generator.generate(step.max(0).cast_unsigned() * STEP_SECONDS)
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

/// The six digits of what was typed; people and apps put blanks and dashes between them.
fn digits(code: &str) -> Option<Zeroizing<Vec<u8>>> {
    if code.len() > MAX_INPUT {
        return None;
    }
    let mut typed = Zeroizing::new(Vec::with_capacity(DIGITS));
    for letter in code.chars() {
        match letter {
            '0'..='9' if typed.len() < DIGITS => typed.push(u8::try_from(letter).ok()?),
            _ if letter.is_whitespace() || letter == '-' => {}
            _ => return None,
        }
    }
    (typed.len() == DIGITS).then_some(typed)
}

/// Percent-encodes all but the unreserved characters (RFC 3986 section 2.3).
fn percent_encode(text: &str) -> String {
    use fmt::Write as _;
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}
