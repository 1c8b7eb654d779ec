//! The device of a session.

use serde::{Deserialize, Serialize};

use crate::{DeviceId, Time};

/// The device of the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceFacts {
    /// Its id.
    pub id: DeviceId,
    /// Whether the person trusts it now.
    pub trusted: bool,
    /// Whether the person said it is not theirs.
    pub blocked: bool,
    /// End of the trust, so that the decision knows its own end.
    pub trusted_until: Option<Time>,
    /// What is known of its key.
    #[serde(default)]
    pub key: KeyState,
    /// When it last proved its key to us.
    #[serde(default)]
    pub key_proved_at: Option<Time>,
    /// When the app behind the request last had a proof of the key that its own session is bound to;
    /// asserted by the app.
    #[serde(default)]
    pub app_key_at: Option<Time>,
    /// When it last looked different than before; none says nothing.
    #[serde(default)]
    pub traits_changed_at: Option<Time>,
    /// What sources say of its state, one each, sorted by source.
    #[serde(default)]
    pub posture: Vec<PostureFact>,
}

/// What is known of the key of a device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// It never showed one.
    #[default]
    None,
    /// It has one, and proved it when the session began and with each step-up since.
    Proved,
    /// It came with the cookie of a device that has a key, and showed none.
    Lost,
    /// The same, and it showed another one.
    Changed,
}

/// What one source says of the state of a device; only that source takes it back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PostureFact {
    /// Who says so.
    pub source: String,
    /// Whether the device is as its organisation wants it.
    pub compliant: bool,
    /// Since when.
    pub at: Time,
    /// Until when that counts; without an end until the source says otherwise.
    pub until: Option<Time>,
}
