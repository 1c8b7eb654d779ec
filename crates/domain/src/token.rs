//! Secrets that travel: shown once as [`PlainToken`], stored only as [`HashedToken`].

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::Entropy;

/// What a token is for. Its prefix makes a leaked one recognisable and keeps kinds apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Access token.
    Access,
    /// Refresh token.
    Refresh,
    /// Authorization code.
    Code,
    /// Pushed authorization request.
    RequestUri,
    /// Session cookie of the issuer.
    Session,
    /// Device cookie of the issuer.
    Device,
    /// Cookie that binds a sign-in in progress to its browser.
    Transaction,
    /// One-time link.
    Link,
    /// Cookie of a backend-for-frontend, and the id of its session.
    BffSession,
    /// Cookie that comes with a proof of the key that such a session is bound to.
    BffProof,
    /// Pending action of a backend-for-frontend.
    Pending,
    /// Challenge of a passkey or another key, until its answer.
    Ceremony,
}

impl TokenKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Access => "lha",
            Self::Refresh => "lhr",
            Self::Code => "lhc",
            Self::RequestUri => "lhp",
            Self::Session => "lhs",
            Self::Device => "lhd",
            Self::Transaction => "lht",
            Self::Link => "lhl",
            Self::BffSession => "lhb",
            Self::BffProof => "lhy",
            Self::Pending => "lhx",
            Self::Ceremony => "lhk",
        }
    }
}

/// A token in clear: `prefix_` + 43 characters (256 bits) + 6 characters of checksum.
/// `Debug` prints nothing of it, and it cannot be serialised by accident.
#[derive(Clone)]
pub struct PlainToken(Zeroizing<String>);

/// The text is not a token of the wanted kind: wrong prefix, length or checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid token")]
pub struct InvalidToken;

impl PlainToken {
    /// A new token with 256 random bits.
    #[must_use]
    pub fn generate(kind: TokenKind, entropy: &dyn Entropy) -> Self {
        let random: Zeroizing<[u8; 32]> = Zeroizing::new(entropy.bytes());
        let body = format!("{}_{}", kind.prefix(), BASE64_URL_SAFE_NO_PAD.encode(random.as_ref()));
        let checksum = checksum(&body);
        Self(Zeroizing::new(body + &checksum))
    }

    /// Recognises a token by prefix, length and checksum, before any database is asked.
    ///
    /// # Errors
    ///
    /// [`InvalidToken`] for anything else.
    pub fn parse(kind: TokenKind, text: &str) -> Result<Self, InvalidToken> {
        let body =
            text.strip_prefix(kind.prefix()).and_then(|rest| rest.strip_prefix('_')).ok_or(InvalidToken)?;
        if body.len() != 49 || !text.is_ascii() {
            return Err(InvalidToken);
        }
        let (head, tail) = text.split_at(text.len() - 6);
        if checksum(head) != tail {
            return Err(InvalidToken);
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// The token itself, for the one response or cookie that carries it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The form to store and look up.
    #[must_use]
    pub fn hashed(&self) -> HashedToken {
        HashedToken(Sha256::digest(self.0.as_bytes()).into())
    }
}

impl fmt::Debug for PlainToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlainToken(…)")
    }
}

/// SHA-256 of a token. Enough without salt or stretching, because tokens carry 256 random bits.
#[derive(Clone, Copy)]
pub struct HashedToken([u8; 32]);

impl HashedToken {
    /// Takes a stored hash.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The hash, for the database.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Base64url of the hash (`ath` of RFC 9449 has the same form).
    #[must_use]
    pub fn to_base64url(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }
}

impl PartialEq for HashedToken {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for HashedToken {}

impl fmt::Debug for HashedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashedToken(…)")
    }
}

/// Six characters that catch typing errors and other systems' tokens; no protection by themselves.
fn checksum(body: &str) -> String {
    let digest = Sha256::digest(body.as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(digest).chars().take(6).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn a_token_is_known_by_kind_and_checksum() {
        let token = PlainToken::generate(TokenKind::Access, &SeededEntropy::new(7));
        assert!(PlainToken::parse(TokenKind::Access, token.expose()).is_ok());
        assert!(PlainToken::parse(TokenKind::Refresh, token.expose()).is_err());
        let mut altered = token.expose().to_owned();
        altered.replace_range(10..11, if &altered[10..11] == "A" { "B" } else { "A" });
        assert!(PlainToken::parse(TokenKind::Access, &altered).is_err());
    }

    #[test]
    fn debug_shows_nothing() {
        let token = PlainToken::generate(TokenKind::Code, &SeededEntropy::new(7));
        assert_eq!(format!("{token:?} {:?}", token.hashed()), "PlainToken(…) HashedToken(…)");
    }
}
