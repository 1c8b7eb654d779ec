//! The due-time job: weighs grants again when a moment comes, although nobody asks.

use std::time::Duration;

use crate::AuthorizationServer;
use crate::leases::evaluate::{EvaluationError, RequestContext, evaluate};

/// How many grants are weighed before the next look at the clock.
const BATCH: u32 = 256;
/// Longest sleep: bounds what a clock that was set costs.
const LONGEST: Duration = Duration::from_secs(30);
/// Pause after a failure.
const RETRY: Duration = Duration::from_secs(1);

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

    /// Weighs every grant whose moment has come; returns how long nothing is due.
    async fn weigh_due(&self) -> Result<Duration, EvaluationError> {
        loop {
            let mut tx = self.storage.read().await?;
            let due = tx.due(self.policy_now(), BATCH).await?;
            let next = tx.next_due().await?;
            drop(tx);
            if due.is_empty() {
                let until = next.map(|next| next - self.policy_now()).and_then(|span| span.to_std().ok());
                return Ok(until.unwrap_or(LONGEST).min(LONGEST));
            }
            for grant in due {
                // The moment is taken away first: weighing sets the next one, and an ended grant has none.
                let mut tx = self.storage.write().await?;
                tx.set_due(grant, None).await?;
                let weighed = crate::leases::evaluate::evaluate_in(
                    self,
                    tx.as_mut(),
                    grant,
                    &RequestContext::default(),
                )
                .await?;
                let started = self.now();
                tx.commit().await?;
                if let Some((_, changes)) = weighed {
                    self.publish(changes, started).await;
                }
            }
        }
    }

    /// Weighs all live grants of a session in a place that the server itself has just seen.
    pub(crate) async fn weigh_session(
        &self,
        grants: &[leasehold_domain::GrantId],
        context: &RequestContext,
    ) -> Result<(), EvaluationError> {
        for grant in grants {
            evaluate(self, *grant, context).await?;
        }
        Ok(())
    }
}
