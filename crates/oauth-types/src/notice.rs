//! What a notice can tell: shared by what is stored, what the account API answers and what the pages word.

use serde::{Deserialize, Serialize};

/// A way to prove who one is, as notices name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticedFactor {
    /// A passkey.
    Passkey,
    /// An authenticator app.
    Totp,
    /// A PIN on one device.
    Pin,
    /// A set of recovery codes.
    RecoveryCodes,
    /// The password.
    Password,
}

/// What happened, with what its sentence needs. Never a secret: neither codes nor tokens have a place here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum NoticeKind {
    /// A factor was added.
    FactorAdded {
        /// Its kind.
        factor: NoticedFactor,
        /// The name its owner gave it; empty if it has none.
        name: String,
    },
    /// A factor has another name.
    FactorRenamed {
        /// Its kind.
        factor: NoticedFactor,
        /// The name before.
        before: String,
        /// The name now.
        name: String,
    },
    /// A factor was removed.
    FactorRemoved {
        /// Its kind.
        factor: NoticedFactor,
        /// The name it had; empty if it had none.
        name: String,
    },
    /// New recovery codes were made; the older ones are void.
    RecoveryCodesMade,
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// How many are left.
        left: u32,
    },
    /// A PIN was tried too often.
    PinLocked,
    /// Codes of an authenticator app were tried too often.
    CodesPaused,
    /// A passkey behaves as if there were a copy of it.
    PasskeyCloned {
        /// The name its owner gave it.
        name: String,
    },
    /// Somebody signed in on a device that was never used before.
    DeviceNew,
    /// A device was confirmed.
    DeviceConfirmed {
        /// The name of that device.
        name: String,
    },
    /// A link that confirms a new device was sent.
    DeviceLinkSent {
        /// The name of that device.
        name: String,
    },
    /// A new device was confirmed by such a link: some of what it had lost came back.
    DeviceKnown {
        /// The name of that device.
        name: String,
    },
    /// A device was blocked.
    DeviceBlocked {
        /// The name of that device.
        name: String,
    },
    /// Something unusual was confirmed as the person's own doing.
    ActivityConfirmed,
    /// The password was changed.
    PasswordChanged,
    /// A device shows another key than before.
    DeviceKeyChanged,
    /// To administrators: another policy waits for a second one of them, because it gives somebody more.
    PolicyAsked {
        /// Who wants it.
        name: String,
        /// Its version.
        version: String,
    },
    /// To administrators: another policy takes effect by itself, unless somebody takes it back.
    PolicyComing {
        /// Who wants it.
        name: String,
        /// Its version.
        version: String,
        /// In how many hours.
        hours: u32,
    },
}

impl NoticeKind {
    /// One of each kind, with what names can be at their worst: for tests and for whoever words them all.
    #[must_use]
    pub fn one_of_each(factor: NoticedFactor, name: &str) -> Vec<Self> {
        let (name, before) = (name.to_owned(), name.to_owned());
        vec![
            Self::FactorAdded { factor, name: name.clone() },
            Self::FactorRenamed { factor, before, name: name.clone() },
            Self::FactorRemoved { factor, name: name.clone() },
            Self::RecoveryCodesMade,
            Self::RecoveryCodeUsed { left: 3 },
            Self::PinLocked,
            Self::CodesPaused,
            Self::PasskeyCloned { name: name.clone() },
            Self::DeviceNew,
            Self::DeviceConfirmed { name: name.clone() },
            Self::DeviceLinkSent { name: name.clone() },
            Self::DeviceKnown { name: name.clone() },
            Self::DeviceBlocked { name: name.clone() },
            Self::ActivityConfirmed,
            Self::PasswordChanged,
            Self::DeviceKeyChanged,
            Self::PolicyAsked { name: name.clone(), version: "0123456789abcdef".to_owned() },
            Self::PolicyComing { name, version: "0123456789abcdef".to_owned(), hours: 72 },
        ]
    }
}
