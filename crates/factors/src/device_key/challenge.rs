//! What makes a signature fresh.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use leasehold_domain::{Entropy, HashedToken};
use sha2::{Digest as _, Sha256};

/// 256 random bits, good for one signature. The server stores [`Challenge::hashed`] with what the challenge
/// is for and until when, and consumes that row before it looks at the signature.
#[derive(Clone)]
pub struct Challenge([u8; 32]);

/// The text is not a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a challenge")]
pub struct InvalidChallenge;

impl Challenge {
    /// A new challenge.
    #[must_use]
    pub fn issue(entropy: &dyn Entropy) -> Self {
        Self(entropy.bytes())
    }

    /// The form to store and look up.
    #[must_use]
    pub fn hashed(&self) -> HashedToken {
        HashedToken::from_bytes(Sha256::digest(self.0).into())
    }

    /// Whether this is the challenge that was issued, in constant time.
    #[must_use]
    pub fn is(&self, issued: &HashedToken) -> bool {
        self.hashed() == *issued
    }

    pub(super) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Base64url without padding.
impl fmt::Display for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64_URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl FromStr for Challenge {
    type Err = InvalidChallenge;

    fn from_str(text: &str) -> Result<Self, InvalidChallenge> {
        let mut bytes = [0; 32];
        match BASE64_URL_SAFE_NO_PAD.decode_slice(text, &mut bytes) {
            Ok(32) => Ok(Self(bytes)),
            _ => Err(InvalidChallenge),
        }
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenge(…)")
    }
}
