//! What a session holds. Tokens live here and nowhere else.

use crate::device_proof::Bound;
use leasehold_domain::Time;
use leasehold_oauth_types::{Acr, ScopeSet};
use serde::{Deserialize, Serialize};

/// Content of a session. `Debug` is left out on purpose.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Content {
    /// Stays the same when the session gets a new id; CSRF tokens, pending actions and locks hang on it.
    pub(crate) family: String,
    /// Who is signed in.
    pub(crate) identity: Identity,
    /// What acts for them.
    pub(crate) tokens: TokenSet,
    /// The key of its browser.
    #[serde(default)]
    pub(crate) bound: Option<Bound>,
}

/// The person, as the ID token and userinfo named them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) sub: String,
    pub(crate) sid: Option<String>,
    pub(crate) acr: Acr,
    pub(crate) name: String,
    pub(crate) username: String,
    pub(crate) locale: Option<String>,
    #[serde(default)]
    pub(crate) zone: Option<String>,
}

/// The tokens of a session.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct TokenSet {
    pub(crate) access: String,
    pub(crate) expires_at: Time,
    pub(crate) refresh: Option<String>,
    /// For `id_token_hint` at sign-out.
    pub(crate) id_token: Option<String>,
    /// What is effective, as the last token response said.
    pub(crate) scope: ScopeSet,
    /// Names the grant for a merge.
    pub(crate) grant_id: String,
    /// When the last step-up is over.
    #[serde(default)]
    pub(crate) elevated_until: Option<Time>,
}

impl TokenSet {
    /// Tokens are renewed that long before they end, so that none ends on its way.
    const MARGIN: chrono::Duration = chrono::Duration::seconds(20);

    /// Whether the access token is good for one more call. A token that an API `rejected` is not, whatever
    /// its date says.
    pub(crate) fn is_usable(&self, now: Time, rejected: Option<&str>) -> bool {
        now + Self::MARGIN < self.expires_at && rejected != Some(&self.access)
    }

    /// Takes over what a token response brought; what it left out stays (RFC 6749 section 6).
    pub(crate) fn renew(&mut self, newer: Self) {
        *self = Self {
            refresh: newer.refresh.or(self.refresh.take()),
            id_token: newer.id_token.or(self.id_token.take()),
            ..newer
        };
    }
}
