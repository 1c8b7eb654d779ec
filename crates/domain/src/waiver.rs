//! Waivers: the lasting effect of a remedy.

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
    /// The authenticator that proved it.
    pub evidence: FactorId,
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
    /// Whether it speaks for this session and device at that moment.
    #[must_use]
    pub fn covers(&self, session: SessionId, device: DeviceId, now: Time) -> bool {
        self.device == device && self.session.is_none_or(|id| id == session) && now < self.until
    }
}
