//! The due-time job: weighs grants again when a moment comes, although nobody asks.

use std::collections::VecDeque;
use std::time::Duration;

use leasehold_domain::GrantId;
use tokio::time::Instant;

use crate::AuthorizationServer;
use crate::leases::evaluate::{EvaluationError, RequestContext, evaluate, evaluate_in};
use crate::policy::LifecycleError;

/// How many grants are weighed before the next look at the clock.
const BATCH: u32 = 256;
/// Longest sleep: bounds what a clock that was set costs, and how late a moment is seen that another process
/// wrote down, such as a command. A look is one read of an index.
const LONGEST: Duration = Duration::from_secs(1);
/// How long one transaction goes on with grants that do not change: others wait to write.
const TURN: Duration = Duration::from_millis(10);
/// Pause after a failure.
const RETRY: Duration = Duration::from_secs(1);
/// When a grant that could not be weighed is tried again.
const LATER: chrono::Duration = chrono::Duration::seconds(30);

impl AuthorizationServer {
    /// Runs the due-time job until the future is dropped. Moments are kept in the database, so those that
    /// passed while nothing ran are caught up at the next start.
    pub async fn run(&self) {
        loop {
            let sleep = match self.weigh_due().await {
                Ok(sleep) => sleep,
                Err(error) => {
                    tracing::error!(%error, "the due-time job failed and tries again");
                    RETRY
                }
            };
            tokio::select! {
                () = tokio::time::sleep(sleep) => {}
                () = self.due.notified() => {}
            }
        }
    }

    /// Weighs what became due because policy time was moved (demo mode), and then tells the due-time job. Whoever
    /// moved it expects that the next request meets it, and a guard may still hold an answer of before.
    pub async fn policy_time_moved(&self) {
        if let Err(error) = self.weigh_due().await {
            tracing::error!(%error, "the due-time job has to catch up with moved time");
        }
        self.due.notify_one();
    }

    /// Weighs every grant whose moment has come; returns how long nothing is due.
    async fn weigh_due(&self) -> Result<Duration, LifecycleError> {
        'look: loop {
            let mut tx = self.storage.read().await?;
            let due = tx.due(self.policy_now(), BATCH).await?;
            let next = tx.next_due().await?;
            drop(tx);
            if due.is_empty() {
                let until = next.map(|next| next - self.policy_now()).and_then(|span| span.to_std().ok());
                return Ok(until.unwrap_or(LONGEST).min(LONGEST));
            }
            let mut due = VecDeque::from(due);
            while !due.is_empty() {
                let mut last = None;
                match self.weigh_some(&mut due, &mut last).await {
                    Ok(true) => {}
                    Ok(false) => {
                        self.catch_up().await?;
                        continue 'look;
                    }
                    Err(error) => {
                        // One grant that cannot be weighed must not keep the others waiting.
                        let Some(grant) = last else {
                            let EvaluationError::Storage(error) = error;
                            return Err(error.into());
                        };
                        tracing::error!(%error, %grant, "a due grant could not be weighed");
                        let mut tx = self.storage.write().await?;
                        tx.set_due(grant, Some(self.policy_now() + LATER)).await?;
                        tx.commit().await?;
                    }
                }
            }
        }
    }

    /// Weighs grants until one of them changes, in one transaction: that a grant stays as it is is not worth one of
    /// its own. Each that changes does so in a transaction in which no other does. `last` is the one it got to; if that
    /// one fails, those before it are due still. `false` if another policy is active than the one in use here: its due
    /// moments are not for this one.
    async fn weigh_some(
        &self,
        due: &mut VecDeque<GrantId>,
        last: &mut Option<GrantId>,
    ) -> Result<bool, EvaluationError> {
        let begun = Instant::now();
        let mut tx = self.storage.write().await?;
        if !self.decides_as_stored(tx.as_mut()).await? {
            return Ok(false);
        }
        while let Some(grant) = due.pop_front() {
            *last = Some(grant);
            let started = self.now();
            // The moment is taken away first: weighing sets the next one, and an ended grant has none.
            tx.set_due(grant, None).await?;
            let weighed = evaluate_in(self, tx.as_mut(), grant, &RequestContext::default()).await?;
            let changes = weighed.map(|(_, changes)| changes).unwrap_or_default();
            if !changes.is_empty() || changes.tells() || begun.elapsed() > TURN {
                // The next withdrawal does not wait until it is written how long this one took.
                self.push(tx, changes, started).await?;
                return Ok(true);
            }
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Weighs all live grants of a session in a place that the server itself has just seen.
    pub(crate) async fn weigh_session(
        &self,
        grants: &[GrantId],
        context: &RequestContext,
    ) -> Result<(), EvaluationError> {
        for grant in grants {
            evaluate(self, *grant, context).await?;
        }
        Ok(())
    }
}
