//! Devices: browsers and app installations that are recognised again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{DeviceId, HashedToken, SessionId, Time, UserId};

/// A browser, known by its cookie, or by its key once it has shown one.
#[derive(Clone, Debug)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// Hash of the current cookie.
    pub cookie: HashedToken,
    /// Hash of the one before, valid for a short while after a rotation.
    pub previous_cookie: Option<HashedToken>,
    /// When the cookie was last rotated.
    pub rotated_at: Time,
    /// "Chrome on macOS".
    pub name: String,
    /// Whether it is a phone or tablet.
    pub mobile: bool,
    /// When it was first seen by anyone.
    pub first_seen: Time,
    /// When a cookie of it from before the last rotation was last shown, as a copy would.
    pub cookie_reused_at: Option<Time>,
    /// The key that it holds: from then on the cookie alone is worth nothing.
    pub key: Option<DeviceKey>,
    /// How it looks, as far as it said.
    pub traits: Option<DeviceTraits>,
}

/// A key that a browser made and cannot give away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceKey {
    /// SHA-256 thumbprint (RFC 7638); no two devices have the same.
    pub thumbprint: [u8; 32],
    /// The public key, an uncompressed point on P-256.
    pub point: Vec<u8>,
    /// When it became the key of its device: its first proof.
    pub bound_at: Time,
    /// When it last signed.
    pub proved_at: Time,
}

/// A few coarse facts, each hashed in the browser (checklist CH-3). They tell that a device looks different
/// than before, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceTraits {
    /// Salt of the hashes, this device's own.
    pub salt: [u8; 32],
    /// Hashes by the name of what was hashed.
    pub hashes: BTreeMap<String, String>,
    /// When one of them was last another than before.
    pub changed_at: Option<Time>,
}

/// How a browser fails to be the device whose cookie it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyLoss {
    /// It showed no key.
    Lost,
    /// It showed another one.
    Changed,
}

/// "It came with the cookie of that device and without its key": the same browser after its storage was
/// cleared, or a thief with a copy of the cookie. Nobody can tell which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The device of the cookie.
    pub device: DeviceId,
    /// What was wrong.
    pub loss: KeyLoss,
}

/// What one person thinks of one device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceTrust {
    /// Who.
    pub user: UserId,
    /// Of what.
    pub device: DeviceId,
    /// The trust.
    pub state: TrustState,
    /// When this person first used it; a new sign-in elsewhere later cannot be older evidence.
    pub first_seen: Time,
    /// The session in which that was; unknown for devices from before it was kept.
    pub first_session: Option<SessionId>,
    /// When this person last used it.
    pub last_seen: Time,
    /// The device that confirmed it, or on which the passkey was enrolled that did; blocking that one takes it
    /// back. Of a blocked one: the device that said so, and may take it back.
    pub confirmed_by: Option<DeviceId>,
    /// The device it claims to be, until it is confirmed.
    pub succeeds: Option<Succession>,
}

/// States of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TrustState {
    /// Never confirmed.
    New,
    /// Confirmed.
    Trusted {
        /// When trust began.
        since: Time,
        /// When trust ends.
        until: Time,
    },
    /// Not this person's.
    Blocked,
}

impl DeviceTrust {
    /// Since when it needs to be confirmed: since its trust lapsed, or since it was first seen.
    #[must_use]
    pub fn unconfirmed_since(&self, now: Time) -> Time {
        match self.state {
            TrustState::Trusted { until, .. } if until <= now => until,
            _ => self.first_seen,
        }
    }

    /// Whether the device is trusted at that moment.
    #[must_use]
    pub fn is_trusted(&self, now: Time) -> bool {
        matches!(self.state, TrustState::Trusted { until, .. } if now < until)
    }
}
