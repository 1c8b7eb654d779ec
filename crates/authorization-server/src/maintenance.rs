//! Takes away what is past any use, and ends what ran out without anybody ending it.

use std::time::Duration;

use leasehold_domain::session::{Session, SessionEndReason};
use leasehold_storage::{PurgeBefore, StorageError};

use crate::AuthorizationServer;
use crate::config::{limits, retention};
use crate::leases::apply::Changes;
use crate::leases::end::end_session;

/// Time between two rounds.
const ROUND: Duration = Duration::from_secs(5 * 60);
/// Rows of one kind that go in one transaction: whoever else wants to write waits for no more than that.
const BATCH: u32 = 500;
/// Sessions that end in one transaction; each has grants, log entries and events.
const SESSIONS: u32 = 20;

impl AuthorizationServer {
    /// Tidies up now and every few minutes, until the future is dropped.
    pub async fn maintain(&self) {
        let mut rounds = tokio::time::interval(ROUND);
        rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            rounds.tick().await;
            if let Err(error) = self.tidy().await {
                let error: &dyn std::error::Error = &error;
                tracing::error!(error, "what is past its use could not be taken away");
            }
        }
    }

    /// One round.
    ///
    /// # Errors
    ///
    /// If storage fails; what was done until then stays done.
    pub async fn tidy(&self) -> Result<(), StorageError> {
        while self.end_sessions().await? {}
        let before = self.kept_until();
        loop {
            let mut tx = self.storage.write().await?;
            let rows = tx.purge(&before, BATCH).await?;
            tx.commit().await?;
            if rows == 0 {
                return Ok(());
            }
            tracing::debug!(rows, "took away what is past its use");
        }
    }

    /// Ends some sessions that ran out. None of their tokens is worth anything since; ending them writes that
    /// down in the revocation log (invariant 2) and lets them be forgotten. `false` once there are none.
    async fn end_sessions(&self) -> Result<bool, StorageError> {
        let now = self.now();
        let mut tx = self.storage.write().await?;
        let sessions =
            tx.sessions_past_their_end(now - Session::IDLE, now - Session::ABSOLUTE, SESSIONS).await?;
        let found = !sessions.is_empty();
        let mut changes = Changes::default();
        for session in sessions {
            changes.extend(end_session(self, tx.as_mut(), session, SessionEndReason::Expired).await?);
        }
        self.finish(tx, changes, now).await?;
        Ok(found)
    }

    fn kept_until(&self) -> PurgeBefore {
        let now = self.now();
        PurgeBefore {
            requests: now - retention::REQUESTS,
            codes: now - retention::CODES,
            access_tokens: now,
            // The access token of the last refresh may live on; its family is then still known.
            refresh_tokens: now - limits::ACCESS_TOKEN,
            sessions: now - retention::SESSIONS,
            // Waivers end by policy time, which a demo moves to and fro.
            waivers: now.min(self.policy_now()) - retention::WAIVERS,
            signals: now.min(self.policy_now()) - retention::WAIVERS,
            decisions: now - self.config.policy.retention,
            drafts: now,
            assertions: now,
            failures: now - retention::FAILURES,
            events: now - retention::EVENTS,
        }
    }
}
