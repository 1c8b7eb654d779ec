//! People and their credentials.

use serde::{Deserialize, Serialize};

use crate::hours::WorkingHours;
use crate::{DeviceId, FactorId, SessionId, Time, UserId};

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The id, also the `sub` of their tokens.
    pub id: UserId,
    /// What they type to sign in, lower case.
    pub username: String,
    /// Full name.
    pub name: String,
    /// Mail address.
    pub email: Option<String>,
    /// `en`, `nl` or `de`.
    pub locale: String,
    /// IANA time zone.
    pub zone: String,
    /// Own working hours, if they differ from the organisation's.
    pub hours: Option<WorkingHours>,
    /// What the person may do beyond being a user.
    pub role: Role,
    /// When the account was made.
    pub created_at: Time,
}

/// What a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Their own account.
    User,
    /// Everyone's log and policy.
    Admin,
}

/// What kind an authenticator is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// A password, hashed with Argon2id.
    Password,
    /// A time-based one-time password (RFC 6238).
    Totp,
    /// A WebAuthn credential that verifies its user.
    Passkey,
    /// A PIN (RFC 9807) together with a key that one browser holds.
    Pin,
    /// A set of single-use codes for the day when everything else is lost.
    RecoveryCodes,
}

impl FactorKind {
    /// Whether proving it can answer a step-up. A password is where every session starts, and a recovery
    /// code only opens the way to a new factor (checklist RC-2).
    #[must_use]
    pub const fn steps_up(self) -> bool {
        matches!(self, Self::Totp | Self::Passkey | Self::Pin)
    }
}

/// Where and when an authenticator was enrolled; what makes it eligible or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// Since when it counts.
    pub at: Time,
    /// In which session; none for one made by an administrator, set-up or seed.
    pub session: Option<SessionId>,
    /// On which device.
    pub device: Option<DeviceId>,
}

/// An enrolled authenticator.
#[derive(Clone, Debug)]
pub struct Factor {
    /// Its id.
    pub id: FactorId,
    /// Whose.
    pub user: UserId,
    /// Its kind.
    pub kind: FactorKind,
    /// What its owner calls it.
    pub name: Option<String>,
    /// A password hash in PHC form, or a sealed secret; never a secret in clear.
    pub secret: Vec<u8>,
    /// The credential id of a passkey, which nobody else can have registered (checklist WA-5).
    pub credential: Option<Vec<u8>>,
    /// The one device on which a PIN works.
    pub device: Option<DeviceId>,
    /// Where and when it was enrolled.
    pub enrolment: Enrolment,
    /// Last time step of a TOTP that was accepted (RFC 6238 section 5.2).
    pub last_step: Option<i64>,
    /// Last use.
    pub last_used_at: Option<Time>,
    /// Since when it may have been copied (checklist WA-8). It stays so until it is removed.
    pub compromised_at: Option<Time>,
}

impl Factor {
    /// A factor with nothing but its secret.
    #[must_use]
    pub const fn new(
        id: FactorId,
        user: UserId,
        kind: FactorKind,
        secret: Vec<u8>,
        enrolment: Enrolment,
    ) -> Self {
        Self {
            id,
            user,
            kind,
            name: None,
            secret,
            credential: None,
            device: None,
            enrolment,
            last_step: None,
            last_used_at: None,
            compromised_at: None,
        }
    }

    /// Whether it counts as more than a first factor: not yet while it waits, and no longer once there may be a copy.
    #[must_use]
    pub fn counts(&self, now: Time) -> bool {
        !self.waits(now) && self.compromised_at.is_none()
    }

    /// Whether it is still to come that it counts.
    #[must_use]
    pub fn waits(&self, now: Time) -> bool {
        now < self.enrolment.at
    }

    /// Whether a session on `device` can step up with it now.
    #[must_use]
    pub fn steps_up_on(&self, device: DeviceId, now: Time) -> bool {
        self.kind.steps_up() && self.counts(now) && self.device.is_none_or(|own| own == device)
    }
}
