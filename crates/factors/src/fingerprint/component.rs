//! One component: its coarse value and its hash.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::framing::framed;

/// Longer values are cut: no honest one is, and the hash should not cost more for others.
const MAX_VALUE: usize = 128;

/// Bytes kept of a hash. It has to tell two values of one device apart, not more.
const LENGTH: usize = 16;

/// Class of a screen by its shorter side in CSS pixels, the same however the device is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScreenClass {
    /// A phone: under 600.
    Small,
    /// A tablet or a small laptop: under 1000.
    Medium,
    /// Larger.
    Large,
}

impl ScreenClass {
    /// The class of a screen; none for sizes that no screen has.
    #[must_use]
    pub fn of(width: u32, height: u32) -> Option<Self> {
        match width.min(height) {
            0 => None,
            1..600 => Some(Self::Small),
            600..1000 => Some(Self::Medium),
            1000.. => Some(Self::Large),
        }
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

/// Hash of one component with the salt of account and device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ComponentHash([u8; LENGTH]);

/// The text is not the hash of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the hash of a component")]
pub struct InvalidComponent;

impl ComponentHash {
    /// Hashes one component. None for a blank value, which says nothing.
    #[must_use]
    pub fn of(name: &str, value: &str, salt: &[u8; 32]) -> Option<Self> {
        let value: String = value.trim().chars().take(MAX_VALUE).flat_map(char::to_lowercase).collect();
        if value.is_empty() {
            return None;
        }
        // Fails for no length of key.
        let mut mac = Hmac::<Sha256>::new_from_slice(salt).ok()?;
        mac.update(&framed("leasehold/fingerprint/v1", &[name.as_bytes(), value.as_bytes()]));
        let hash = mac.finalize().into_bytes();
        hash[..LENGTH].try_into().ok().map(Self)
    }
}

/// Base64url without padding.
impl From<ComponentHash> for String {
    fn from(hash: ComponentHash) -> Self {
        BASE64_URL_SAFE_NO_PAD.encode(hash.0)
    }
}

impl TryFrom<String> for ComponentHash {
    type Error = InvalidComponent;

    fn try_from(text: String) -> Result<Self, InvalidComponent> {
        let mut bytes = [0; LENGTH];
        match BASE64_URL_SAFE_NO_PAD.decode_slice(text, &mut bytes) {
            Ok(LENGTH) => Ok(Self(bytes)),
            _ => Err(InvalidComponent),
        }
    }
}
