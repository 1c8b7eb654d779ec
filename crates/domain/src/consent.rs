//! Consent: what one person allowed one client.

use std::collections::BTreeMap;

use leasehold_oauth_types::{Scope, ScopeSet};

use crate::{ClientId, ConsentId, Time, UserId};

/// One per person and client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// Who allowed.
    pub user: UserId,
    /// Whom.
    pub client: ClientId,
    /// What, and when each scope was last consented.
    pub scopes: BTreeMap<Scope, Time>,
}

impl Consent {
    /// The consented scopes.
    #[must_use]
    pub fn scope_set(&self) -> ScopeSet {
        self.scopes.keys().cloned().collect()
    }
}
