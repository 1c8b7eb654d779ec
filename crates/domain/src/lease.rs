//! Leases: single scopes of a grant, with a lifetime and a required assurance.

use leasehold_oauth_types::{Acr, Scope};
use serde::{Deserialize, Serialize};

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
    /// Proof given for this grant's own request; what makes a scope with a `max_age` usable.
    pub elevation: Option<Elevation>,
}

/// A step-up, belonging to (session, grant, scope) and to nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elevation {
    /// What the session had reached.
    pub acr: Acr,
    /// When the last factor was proved.
    pub at: Time,
}
