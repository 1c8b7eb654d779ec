//! What a session remembers of its key.

use super::Dbsc;
use chrono::Duration;
use leasehold_domain::{PlainToken, Time, TokenKind};
use serde::{Deserialize, Serialize};

/// How long a proof counts.
const FRESH: Duration = Duration::minutes(5);
/// When the next one is asked for: before the last one is over.
const DUE: Duration = Duration::minutes(4);
/// How long after the first proof a browser may still come without its cookie: a click can overtake the answer,
/// and a page that is left in time never takes it.
const GRACE: Duration = Duration::seconds(30);

/// A key, and when it was last proved.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Bound {
    /// The public key that scripts prove: an uncompressed point, base64url.
    #[serde(default)]
    pub(crate) key: Option<String>,
    /// The browser's own binding.
    #[serde(default)]
    pub(crate) dbsc: Option<Dbsc>,
    pub(crate) proved_at: Time,
    /// When it was proved first.
    first_at: Time,
    /// Hash of the cookie that came with the last proof.
    cookie: String,
    /// And of the one before: requests that were on their way still show it.
    #[serde(default)]
    previous: Option<String>,
}

/// How a session stands with the key it is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceStanding {
    /// It is bound to none: its browser runs no scripts, or has not got round to it.
    Unbound,
    /// The key was proved then, by the browser that asks.
    Fresh(Time),
    /// The browser that asks has not proved it, or too long ago.
    Stale,
}

impl Bound {
    /// What the first proof of a session leaves.
    pub(crate) fn first(cookie: &PlainToken, at: Time) -> Self {
        let cookie = cookie.hashed().to_base64url();
        Self { key: None, dbsc: None, proved_at: at, first_at: at, cookie, previous: None }
    }

    /// Notes another proof.
    pub(crate) fn again(self, cookie: &PlainToken, at: Time) -> Self {
        Self {
            previous: Some(self.cookie.clone()),
            cookie: cookie.hashed().to_base64url(),
            proved_at: at,
            ..self
        }
    }

    /// How a browser stands that shows this cookie.
    pub(crate) fn standing(&self, cookie: Option<&str>, now: Time) -> DeviceStanding {
        let shown = cookie.and_then(|cookie| PlainToken::parse(TokenKind::BffProof, cookie).ok());
        let shown = shown.map(|token| token.hashed().to_base64url());
        let own = shown.is_some_and(|hash| hash == self.cookie || Some(hash) == self.previous);
        if own && now < self.proved_at + FRESH {
            DeviceStanding::Fresh(self.proved_at)
        } else if cookie.is_none() && now < self.first_at + GRACE {
            DeviceStanding::Unbound
        } else {
            DeviceStanding::Stale
        }
    }
}

impl DeviceStanding {
    /// In how many seconds scripts should prove the key again.
    pub(crate) fn due(self, now: Time) -> u64 {
        match self {
            Self::Fresh(at) => u64::try_from((at + DUE - now).num_seconds()).unwrap_or_default(),
            Self::Unbound | Self::Stale => 0,
        }
    }
}
