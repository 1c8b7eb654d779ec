//! The revocation log: one entry for every change of a lease or hold, in the same transaction.

use leasehold_oauth_types::{Remedy, ScopeSet};
use serde::{Deserialize, Serialize};

use crate::hold::Subject;
use crate::sealed::MasterKey;
use crate::{Entropy, HoldId, Time};

/// Who made a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Initiator {
    /// The person.
    User,
    /// An administrator.
    Admin,
    /// A rule.
    Policy,
    /// The server itself: a lifetime that ended, a replayed token.
    System,
}

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Leases were made by a consent in use.
    LeaseCreated,
    /// Consent was given again: the lifetimes of leases began anew.
    LeaseRenewed,
    /// A lease got a step-up.
    LeaseElevated,
    /// A lease's own lifetime or elevation ended.
    LeaseExpired,
    /// Scopes were withdrawn.
    HoldOpened,
    /// Scopes were given back.
    HoldClosed,
    /// The grant is over.
    GrantEnded,
    /// Somebody said of what was noticed: that was me.
    CauseConfirmed,
    /// A device was confirmed, blocked or its trust ended.
    DeviceTrust,
    /// An authenticator was added.
    FactorEnrolled,
    /// An authenticator was taken away.
    FactorRemoved,
    /// An authenticator was renamed, used in an emergency, or answered in a way that it should not.
    FactorChanged,
    /// An administrator changed the policy, or wanted to.
    PolicyChanged,
}

/// An entry to be written; the storage gives it its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// When.
    pub at: Time,
    /// Whom it concerns.
    pub subject: Subject,
    /// What changed.
    pub change: Change,
    /// Effective scopes before, of the scopes concerned.
    pub before: ScopeSet,
    /// Effective scopes after, of the scopes concerned.
    pub after: ScopeSet,
    /// Code of the rule or of the act.
    pub rule: String,
    /// Version of the policy, where one decided.
    pub policy_version: Option<String>,
    /// The cause value.
    pub cause: Option<String>,
    /// Who made the change.
    pub initiator: Initiator,
    /// The way back.
    pub remedy: Option<Remedy>,
    /// The hold concerned.
    pub hold: Option<HoldId>,
    /// What was known; kept apart, so that it can be erased.
    pub facts: serde_json::Value,
    /// What stays when the facts are erased.
    pub commitment: Commitment,
}

/// A salted commitment to the facts: whoever has facts and salt can show that they were the ones, and
/// nobody can guess them from the commitment alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Random; erased with the facts.
    pub salt: [u8; 16],
    /// HMAC-SHA-256 over salt and canonical facts.
    pub digest: [u8; 32],
}

impl Commitment {
    /// Commits to facts. `serde_json` keeps object members sorted, which makes the text canonical.
    #[must_use]
    pub fn to_facts(facts: &serde_json::Value, key: &MasterKey, entropy: &dyn Entropy) -> Self {
        let salt: [u8; 16] = entropy.bytes();
        Self { salt, digest: Self::digest(facts, salt, key) }
    }

    /// Whether these were the facts.
    #[must_use]
    pub fn matches(&self, facts: &serde_json::Value, key: &MasterKey) -> bool {
        self.digest == Self::digest(facts, self.salt, key)
    }

    fn digest(facts: &serde_json::Value, salt: [u8; 16], key: &MasterKey) -> [u8; 32] {
        key.keyed_hash("log-commitment", &[salt.as_slice(), facts.to_string().as_bytes()].concat())
    }
}
