//! Signals: what was noticed about a person, a device or a session. Rules weigh them; nothing else does.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::decision::SubjectKind;
use crate::facts::{Quality, SignalFact};
use crate::{DeviceId, SessionId, SignalId, Time, UserId};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What was noticed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum SignalKind {
            $($(#[$doc])* $name,)*
        }

        impl SignalKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The code, as rules, weights and logs name it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

kinds! {
    /// A wrong password or factor on a device that this person is known on.
    SignInFailed = "sign_in_failed",
    /// The right password and then a wrong factor, wherever: somebody knows the password.
    WrongFactor = "wrong_factor",
    /// The session began on a network from which many sign-ins had just failed.
    HotNetwork = "hot_network",
    /// The same, with many accounts tried.
    PasswordSpraying = "password_spraying",
    /// The person signed in on a device that they had never used.
    NewDevice = "new_device",
    /// Two places too far apart for the time between them.
    ImpossibleTravel = "impossible_travel",
    /// A refresh token or code was used twice by a client that proved itself.
    TokenReplay = "token_replay",
    /// An old cookie of the device was shown again.
    CookieReused = "cookie_reused",
    /// A passkey counted backwards, as a copy would.
    PasskeyCloned = "passkey_cloned",
    /// Somebody signed in with the cookie of a device that has a key, and showed another one.
    OtherKey = "other_key",
    /// The device looks different than before.
    TraitsChanged = "traits_changed",
    /// A password or factor was changed or removed.
    CredentialChanged = "credential_changed",
    /// A recovery code was used.
    RecoveryUsed = "recovery_used",
    /// Roles were given or taken.
    RoleChanged = "role_changed",
}

impl SignalKind {
    /// The kind with that code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == code)
    }

    /// Whether its person can have done it: nobody is the copy of their own token, cookie or key, and roles are given
    /// by others.
    #[must_use]
    pub const fn can_be_oneself(self) -> bool {
        match self {
            Self::SignInFailed
            | Self::WrongFactor
            | Self::HotNetwork
            | Self::PasswordSpraying
            | Self::NewDevice
            | Self::ImpossibleTravel
            | Self::TraitsChanged
            | Self::CredentialChanged
            | Self::RecoveryUsed => true,
            Self::TokenReplay
            | Self::CookieReused
            | Self::PasskeyCloned
            | Self::OtherKey
            | Self::RoleChanged => false,
        }
    }
}

/// A signal, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Its id.
    pub id: SignalId,
    /// What was noticed.
    pub kind: SignalKind,
    /// The person.
    pub user: UserId,
    /// One device of theirs only.
    pub device: Option<DeviceId>,
    /// One session of theirs only.
    pub session: Option<SessionId>,
    /// The cause value.
    pub cause: String,
    /// Who vouches for it.
    pub quality: Quality,
    /// Who noticed: `leasehold`, or a client.
    pub source: String,
    /// When, by policy time.
    pub at: Time,
    /// From when on it counts for nothing, by policy time.
    pub until: Time,
    /// Measured values.
    pub values: BTreeMap<String, i64>,
}

impl Signal {
    /// The narrowest subject that it concerns.
    #[must_use]
    pub const fn subject(&self) -> SubjectKind {
        match (self.session, self.device) {
            (Some(_), _) => SubjectKind::Session,
            (None, Some(_)) => SubjectKind::Device,
            (None, None) => SubjectKind::User,
        }
    }

    /// Whether it concerns this session on this device at that moment.
    #[must_use]
    pub fn concerns(&self, session: SessionId, device: DeviceId, now: Time) -> bool {
        self.session.is_none_or(|id| id == session)
            && self.device.is_none_or(|id| id == device)
            && now < self.until
    }

    /// What rules see of it.
    #[must_use]
    pub fn fact(&self) -> SignalFact {
        SignalFact {
            kind: self.kind,
            cause: self.cause.clone(),
            subject: self.subject(),
            at: self.at,
            quality: self.quality,
            values: self.values.clone(),
        }
    }
}
