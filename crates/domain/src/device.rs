//! Devices: browsers and app installations that are recognised again.

use serde::{Deserialize, Serialize};

use crate::{DeviceId, HashedToken, Time, UserId};

/// A browser, known by its cookie.
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
    /// When this person last used it.
    pub last_seen: Time,
    /// The device that confirmed it, if one did.
    pub confirmed_by: Option<DeviceId>,
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
    /// Whether the device is trusted at that moment.
    #[must_use]
    pub fn is_trusted(&self, now: Time) -> bool {
        matches!(self.state, TrustState::Trusted { until, .. } if now < until)
    }
}
