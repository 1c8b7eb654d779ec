//! Forgets what was decided about a person, and what it was decided on.

use leasehold_domain::UserId;
use leasehold_storage::{Result, Transaction};
use serde_json::Value;

/// How much was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Decisions that were kept.
    pub decisions: u64,
    /// Entries of the revocation log of which the facts were kept. The entries stay, and so do the commitments to
    /// what is gone.
    pub facts: u64,
    /// Lines of requests to change the policy that said what the person would lose or keep.
    pub lines: usize,
}

/// Forgets it in the transaction of the caller.
///
/// # Errors
///
/// If storage fails.
pub async fn forget(tx: &mut dyn Transaction, user: UserId) -> Result<Forgotten> {
    let mut lines = 0;
    for mut request in tx.policy_requests(u32::MAX).await? {
        let removed = strike(&mut request.summary, user);
        if removed > 0 {
            tx.set_policy_request_summary(request.id, &request.summary).await?;
            lines += removed;
        }
    }
    Ok(Forgotten {
        decisions: tx.erase_decisions(user).await?,
        facts: tx.erase_log_facts(user).await?,
        lines,
    })
}

/// Takes the lines about a person out of what a replay said; says how many there were.
fn strike(summary: &mut Value, user: UserId) -> usize {
    let Some(changes) = summary.get_mut("changes").and_then(Value::as_array_mut) else { return 0 };
    let (before, name) = (changes.len(), user.to_string());
    changes.retain(|line| line["user"] != name.as_str());
    before - changes.len()
}
