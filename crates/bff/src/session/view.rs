//! What pages may know of a session: who it is, never a token.

use std::fmt;

use leasehold_domain::Time;
use leasehold_oauth_types::Acr;
use tower_sessions::session::Id;

use super::content::{Content, Identity};
use crate::DeviceStanding;

/// A signed-in session. `Debug` shows neither its id nor its CSRF token.
#[derive(Clone)]
pub struct BffSession {
    pub(crate) id: Id,
    pub(crate) family: String,
    pub(crate) identity: Identity,
    csrf: String,
    ends_at: Time,
    elevated_until: Option<Time>,
    device: DeviceStanding,
}

impl BffSession {
    pub(crate) fn new(id: Id, content: &Content, csrf: String, ends_at: Time) -> Self {
        let (family, identity) = (content.family.clone(), content.identity.clone());
        let elevated_until = content.tokens.elevated_until;
        Self { id, family, identity, csrf, ends_at, elevated_until, device: DeviceStanding::Unbound }
    }

    /// The same for a request of a browser that stands like this.
    pub(crate) fn with_device(self, device: DeviceStanding) -> Self {
        Self { device, ..self }
    }

    /// How the browser stands with the key that the session is bound to.
    #[must_use]
    pub const fn device(&self) -> DeviceStanding {
        self.device
    }

    /// When the browser that asks last proved it.
    pub(crate) const fn key_at(&self) -> Option<Time> {
        match self.device {
            DeviceStanding::Fresh(at) => Some(at),
            DeviceStanding::Unbound | DeviceStanding::Stale => None,
        }
    }

    /// Value of the hidden field `csrf` of every form (checklist BF-7).
    #[must_use]
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// The person, as `sub` names them.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.identity.sub
    }

    /// Full name; the sign-in name if there is none.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.identity.name
    }

    /// Sign-in name.
    #[must_use]
    pub fn username(&self) -> &str {
        &self.identity.username
    }

    /// Language of the person, if known.
    #[must_use]
    pub fn locale(&self) -> Option<&str> {
        self.identity.locale.as_deref()
    }

    /// IANA time zone of the person, if known.
    #[must_use]
    pub fn zone(&self) -> Option<&str> {
        self.identity.zone.as_deref()
    }

    /// The session at the authorization server.
    #[must_use]
    pub fn sid(&self) -> Option<&str> {
        self.identity.sid.as_deref()
    }

    /// Assurance at the last sign-in or step-up of this app.
    #[must_use]
    pub fn acr(&self) -> Acr {
        self.identity.acr
    }

    /// When the last step-up of this app is over, as far as was heard; may lie in the past.
    #[must_use]
    pub const fn elevated_until(&self) -> Option<Time> {
        self.elevated_until
    }

    /// When the session ends at the latest.
    #[must_use]
    pub const fn ends_at(&self) -> Time {
        self.ends_at
    }
}

impl fmt::Debug for BffSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BffSession").field("sub", &self.identity.sub).finish_non_exhaustive()
    }
}
