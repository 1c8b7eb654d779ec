//! Authentication methods references (RFC 8176): what was done, never how strong it is.

use serde::{Deserialize, Serialize};

/// The registered values that this product issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Amr {
    /// Proof of a hardware-secured key.
    Hwk,
    /// More than one kind of factor; stands beside its parts.
    Mfa,
    /// One-time password.
    Otp,
    /// PIN.
    Pin,
    /// Password.
    Pwd,
    /// Proof of a software-secured key.
    Swk,
    /// User presence.
    User,
}

impl Amr {
    /// The value as it stands on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hwk => "hwk",
            Self::Mfa => "mfa",
            Self::Otp => "otp",
            Self::Pin => "pin",
            Self::Pwd => "pwd",
            Self::Swk => "swk",
            Self::User => "user",
        }
    }
}
