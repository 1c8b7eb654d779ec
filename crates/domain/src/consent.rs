//! Consent: what one person allowed one client.

use std::collections::BTreeMap;

use leasehold_oauth_types::{Acr, Scope, ScopeSet};

use crate::catalogue::{ScopeCatalogue, ScopeDefinition};
use crate::{ClientId, ConsentId, Time, UserId};

/// One per person and client. What is confirmed in detail (RFC 9396) is no part of it: each object is
/// confirmed on its own page and never remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// Who allowed.
    pub user: UserId,
    /// Whom.
    pub client: ClientId,
    /// What, and how each scope was last consented.
    pub scopes: BTreeMap<Scope, ScopeConsent>,
}

/// How one scope was allowed (checklist AZ-19).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeConsent {
    /// When.
    pub at: Time,
    /// The same moment by policy time, which lifetimes are counted in; another one only in demo mode.
    pub policy_at: Time,
    /// The audience of the client's tokens.
    pub resource: String,
    /// Version of the texts that the page showed; none where there was no page (first-party clients).
    pub texts: Option<String>,
    /// What the session had reached.
    pub acr: Acr,
}

impl ScopeConsent {
    /// Until when it counts, by policy time; none is for good. A lease made from it lasts no longer.
    #[must_use]
    pub fn ends_at(&self, definition: &ScopeDefinition) -> Option<Time> {
        definition.lifetime().map(|span| self.policy_at + span)
    }
}

impl Consent {
    /// The consented scopes.
    #[must_use]
    pub fn scope_set(&self) -> ScopeSet {
        self.scopes.keys().cloned().collect()
    }

    /// The scopes that need not be asked again: consented for this very audience, and not longer ago than
    /// they last.
    #[must_use]
    pub fn remembered(&self, catalogue: &ScopeCatalogue, resource: &str, policy_now: Time) -> ScopeSet {
        let counts = |scope: &Scope, given: &ScopeConsent| {
            catalogue.get(scope).is_some_and(|definition| {
                given.resource == resource && given.ends_at(definition).is_none_or(|end| policy_now < end)
            })
        };
        let scopes = self.scopes.iter().filter(|(scope, given)| counts(scope, given));
        scopes.map(|(scope, _)| scope.clone()).collect()
    }
}
