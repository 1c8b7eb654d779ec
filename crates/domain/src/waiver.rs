//! Waivers: the lasting effect of a remedy.

use leasehold_oauth_types::Acr;
use serde::{Deserialize, Serialize};

use crate::{DeviceId, FactorId, SessionId, Time, UserId, WaiverId};

/// "This person confirmed *this* cause for this session and device until then." The PDP receives it as a
/// fact, so that Restore does not loop; base facts are never rewritten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// Its id.
    pub id: WaiverId,
    /// Who.
    pub user: UserId,
    /// On which session; none for a cause that concerns a device in all its sessions.
    pub session: Option<SessionId>,
    /// On which device.
    pub device: DeviceId,
    /// Code of the rule.
    pub rule: String,
    /// The cause value: `country=BR`.
    pub cause: String,
    /// The authenticator that proved it; none where a link from the person's mailbox did, which reaches less.
    pub evidence: Option<FactorId>,
    /// Where it was proved; when that device is blocked, the waiver ends.
    pub given_by: Origin,
    /// When.
    pub created_at: Time,
    /// Until when.
    pub until: Time,
}

/// The session and device in which a proof was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The session.
    pub session: SessionId,
    /// Its device.
    pub device: DeviceId,
}

impl Waiver {
    /// The strongest class that a scope may ask for and still be given back by it; none for any class. Whoever
    /// reads somebody's mail has shown one factor (checklist ML-7).
    #[must_use]
    pub const fn reach(&self) -> Option<Acr> {
        match self.evidence {
            Some(_) => None,
            None => Some(Acr::Aal1),
        }
    }

    /// Whether it speaks for this session and device at that moment.
    #[must_use]
    pub fn covers(&self, session: SessionId, device: DeviceId, now: Time) -> bool {
        self.device == device && self.session.is_none_or(|id| id == session) && now < self.until
    }
}
