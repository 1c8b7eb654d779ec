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
