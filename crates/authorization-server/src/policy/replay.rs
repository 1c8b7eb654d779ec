//! Runs a policy over stored decisions: who would have lost or kept what. The same policy gives the same
//! decisions again, byte for byte.

use std::sync::Arc;

use futures::{TryStreamExt as _, stream};
use leasehold_domain::Time;
use leasehold_domain::decision::Decision;
use leasehold_domain::facts::Facts;
use leasehold_policy::{PolicyEngine, PolicyError};
use leasehold_storage::{DecisionMode, Storage, StorageError, StoredDecision};

use super::Tally;

/// How many decisions are read at once.
const PAGE: u32 = 512;
/// How many pages are weighed at once.
const THREADS: usize = 2;

/// What came of a replay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replay {
    /// What the replayed policy decides otherwise than the active one.
    pub tally: Tally,
    /// How many decisions the replayed policy made itself when they were stored.
    pub own: u64,
    /// How many of those it makes otherwise now: none, or something is wrong.
    pub differing: u64,
}

impl Replay {
    fn merge(mut self, other: Self) -> Self {
        self.tally.merge(other.tally);
        self.own += other.own;
        self.differing += other.differing;
        self
    }
}

/// Replays what was decided since a moment. Pages are read one after the other and weighed two at a time, so
/// that memory does not grow with the store.
///
/// # Errors
///
/// If storage fails, or holds what is no decision.
pub async fn replay(
    storage: &dyn Storage,
    mode: DecisionMode,
    since: Time,
    active: &Arc<PolicyEngine>,
    draft: &Arc<PolicyEngine>,
) -> Result<Replay, StorageError> {
    let pages = stream::try_unfold((since, None), |after| async move {
        let page = storage.read().await?.decisions(mode, after, PAGE).await?;
        let next = page.last().map(|last| (last.at, Some(last.id)));
        Ok::<_, StorageError>(next.map(|next| (page, next)))
    });
    pages
        .map_ok(|page| {
            let (active, draft) = (Arc::clone(active), Arc::clone(draft));
            async move {
                let judged = tokio::task::spawn_blocking(move || judge(&page, &active, &draft)).await;
                judged.map_err(|error| StorageError::driver("replay", error))?
            }
        })
        .try_buffered(THREADS)
        .try_fold(Replay::default(), |all, page| async { Ok(all.merge(page)) })
        .await
}

fn judge(
    page: &[StoredDecision],
    active: &PolicyEngine,
    draft: &PolicyEngine,
) -> Result<Replay, StorageError> {
    let unreadable = |error| StorageError::driver("a stored decision is none", Box::new(error));
    let mut replay = Replay::default();
    for stored in page {
        let facts: Facts = serde_json::from_str(&stored.facts).map_err(unreadable)?;
        let after = draft.decide(&facts);
        if stored.policy_version == draft.version() {
            replay.own += 1;
            replay.differing += u64::from(!same(&after, &stored.decision));
        }
        let before = if stored.policy_version == active.version() {
            Some(serde_json::from_str(&stored.decision).map_err(unreadable)?)
        } else {
            // Another policy decided then: weighed against the one that decides now.
            active.decide(&facts).ok()
        };
        match before {
            Some(before) => drop(replay.tally.add(stored.user, &before, &after)),
            None => replay.tally.unknown += 1,
        }
    }
    Ok(replay)
}

/// Whether a decision is what was stored, byte for byte.
fn same(decision: &Result<Decision, PolicyError>, stored: &str) -> bool {
    let text = decision.as_ref().ok().and_then(|decision| serde_json::to_string(decision).ok());
    text.as_deref() == Some(stored)
}
