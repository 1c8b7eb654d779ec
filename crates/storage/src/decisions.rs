use leasehold_domain::{ClientId, DecisionId, GrantId, Time, UserId};
use serde::{Deserialize, Serialize};

use crate::Result;

/// Whether anything followed from a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionMode {
    /// It was the one that counts.
    Live,
    /// It was made beside it.
    Shadow,
}

/// Why a decision is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptBecause {
    /// Something was withdrawn or given back.
    Changed,
    /// Nothing changed; one of many.
    Sampled,
}

/// A decision with the facts it saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDecision {
    /// Its id.
    pub id: DecisionId,
    /// When, by real time.
    pub at: Time,
    /// The person.
    pub user: UserId,
    /// The grant.
    pub grant: Option<GrantId>,
    /// The client.
    pub client: ClientId,
    /// Version of the policy.
    pub policy_version: String,
    /// Whether anything followed from it.
    pub mode: DecisionMode,
    /// Why it is kept.
    pub because: KeptBecause,
    /// The facts, without addresses: JSON, byte for byte as written.
    pub facts: String,
    /// The verdict: JSON, byte for byte as written.
    pub decision: String,
    /// How long it took, in microseconds.
    pub took_us: u32,
}

/// Decisions that are kept, to be explained and replayed.
#[async_trait::async_trait]
pub trait Decisions {
    /// Keeps one.
    async fn add_decision(&mut self, decision: &StoredDecision) -> Result<()>;
    /// Those after a moment and id, in their order: `(since, None)` begins, the last of a page goes on.
    async fn decisions(
        &mut self,
        mode: DecisionMode,
        after: (Time, Option<DecisionId>),
        limit: u32,
    ) -> Result<Vec<StoredDecision>>;
    /// Forgets those of a person; returns how many.
    async fn erase_decisions(&mut self, user: UserId) -> Result<u64>;
}
