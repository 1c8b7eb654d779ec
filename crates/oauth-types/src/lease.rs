//! The words for the state of a lease and for the way back, the same on every interface.

use serde::{Deserialize, Serialize};

/// State of one scope, as introspection (`scope_status`), problem details and the pages say it.
/// Whoever meets a word that is not listed here must treat it as not active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeaseStatus {
    /// Usable now.
    Active,
    /// Off until a condition clears; comes back by itself.
    Suspended,
    /// Off until its remedy is done.
    Revoked,
    /// Its own lifetime is over, or its proof is older than the scope allows.
    Expired,
    /// Off for this one request.
    Denied,
    /// Never consented.
    #[serde(other)]
    NotGranted,
}

/// What closes a hold. The order is the order in which remedies are shown, the easiest first, so that
/// `max` finds the hardest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Nothing to do: the condition clears.
    Wait,
    /// Prove the missing or stale factor.
    StepUp,
    /// Confirm the device from a trusted one.
    ConfirmDevice,
    /// Give consent again.
    Reconsent,
    /// Only an administrator can give it back.
    AskAdmin,
}

impl Remedy {
    /// The remedy as it stands on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wait => "wait",
            Self::StepUp => "step_up",
            Self::ConfirmDevice => "confirm_device",
            Self::Reconsent => "reconsent",
            Self::AskAdmin => "ask_admin",
        }
    }
}
