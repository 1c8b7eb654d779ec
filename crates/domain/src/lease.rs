//! Leases: single scopes of a grant, with a lifetime and a required assurance.

use leasehold_oauth_types::{Acr, Scope};
use serde::{Deserialize, Serialize};

use crate::catalogue::ScopeDefinition;
use crate::consent::ScopeConsent;
use crate::{LeaseId, Time};

/// One scope of one grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Its id.
    pub id: LeaseId,
    /// The scope.
    pub scope: Scope,
    /// When it was consented; consent given again moves it.
    pub consented_at: Time,
    /// End of its own lifetime; none lasts as long as the session.
    pub expires_at: Option<Time>,
    /// When that end was logged and announced, which happens once.
    pub expired_at: Option<Time>,
    /// Proof given for this grant's own request; what makes a scope with a `max_age` usable.
    pub elevation: Option<Elevation>,
}

impl Lease {
    /// A lease of a consented scope. It lasts as long as the consent, however late it is made from it:
    /// what is remembered renews nothing.
    #[must_use]
    pub fn new(
        id: LeaseId,
        scope: Scope,
        consent: &ScopeConsent,
        definition: &ScopeDefinition,
        elevation: Option<Elevation>,
    ) -> Self {
        let expires_at = consent.ends_at(definition);
        Self { id, scope, consented_at: consent.at, expires_at, expired_at: None, elevation }
    }

    /// Begins its lifetime anew with a consent that was given after the one behind it; `false` if there is
    /// no such.
    pub fn renew(&mut self, consent: &ScopeConsent, definition: &ScopeDefinition) -> bool {
        if consent.at <= self.consented_at {
            return false;
        }
        self.consented_at = consent.at;
        self.expires_at = consent.ends_at(definition);
        self.expired_at = None;
        true
    }

    /// Whether its own lifetime is over.
    #[must_use]
    pub fn is_over(&self, policy_now: Time) -> bool {
        self.expires_at.is_some_and(|end| policy_now >= end)
    }
}

/// A step-up, belonging to (session, grant, scope) and to nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elevation {
    /// What the session had reached.
    pub acr: Acr,
    /// When the last factor was proved.
    pub at: Time,
}
