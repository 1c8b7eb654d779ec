//! What pages may know of a session: who it is, never a token.

use std::fmt;

use leasehold_domain::Time;
use leasehold_oauth_types::Acr;
use tower_sessions::session::Id;

use super::content::{Content, Identity};

/// A signed-in session. `Debug` shows neither its id nor its CSRF token.
#[derive(Clone)]
pub struct BffSession {
    pub(crate) id: Id,
    pub(crate) family: String,
    pub(crate) identity: Identity,
    csrf: String,
    ends_at: Time,
    elevated_until: Option<Time>,
}

impl BffSession {
    pub(crate) fn new(id: Id, content: &Content, csrf: String, ends_at: Time) -> Self {
        let Content { family, identity, tokens } = content.clone();
        Self { id, family, identity, csrf, ends_at, elevated_until: tokens.elevated_until }
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
