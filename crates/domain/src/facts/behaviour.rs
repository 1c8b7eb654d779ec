//! A request against what the person usually does.

use std::collections::BTreeSet;

use leasehold_oauth_types::Scope;
use serde::{Deserialize, Serialize};

/// How usual the moment is for this person, in whole numbers so that a replay gives the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BehaviourFacts {
    /// Days of history behind it.
    pub days: i64,
    /// Thousandths of the person's activity that fall into this hour of the day and its two neighbours.
    pub hour_permille: i64,
    /// Thousandths of the person's activity that came from this network.
    pub network_permille: i64,
    /// Calls in the last hour, as guards report them.
    pub calls: i64,
    /// Most calls in an hour so far.
    pub calls_at_most: i64,
    /// Scopes that are used now and were never used by this person before.
    pub first_used: BTreeSet<Scope>,
}
