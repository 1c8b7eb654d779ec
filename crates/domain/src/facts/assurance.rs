//! How the person proved who they are.

use leasehold_oauth_types::{Acr, Amr};
use serde::{Deserialize, Serialize};

use crate::Time;
use crate::session::Session;

/// What was proved in the session, as far as it counts at the moment. What a scope asks for is looked at without
/// any rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssuranceFacts {
    /// What it amounts to. It lapses without a moment that the facts name: rules that look at it give the end
    /// themselves, from `proved_at`.
    pub acr: Acr,
    /// What was done, sorted.
    pub amr: Vec<Amr>,
    /// When the person last proved who they are.
    pub proved_at: Option<Time>,
}

impl Default for AssuranceFacts {
    /// Nothing is known.
    fn default() -> Self {
        Self { acr: Acr::None, amr: Vec::new(), proved_at: None }
    }
}

impl AssuranceFacts {
    /// Those of a session now.
    #[must_use]
    pub fn of(session: &Session, now: Time) -> Self {
        Self { acr: session.acr(now), amr: session.amr(), proved_at: Some(session.auth_time()) }
    }
}
