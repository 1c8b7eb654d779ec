//! What became of a pending action, for the page that the person comes back to.

use chrono::Duration;
use serde_json::Value;

use super::PendingContent;
use super::rows::StoredOutcome;
use crate::{Bff, BffError, BffSession, BrowserContext};

/// An action that was taken that long ago and has no outcome was lost on its way.
const LOST_AFTER: Duration = Duration::seconds(15);

/// State of a pending action.
#[derive(Clone, Debug, PartialEq)]
pub enum PendingOutcome {
    /// Not confirmed yet, or being done right now.
    NotYet {
        /// Path that begins the confirmation again, while there is still something to confirm.
        step_up: Option<String>,
    },
    /// The API answered; a refusal has its problem document as body.
    Done {
        /// The API's status.
        status: u16,
        /// The API's answer, `Null` if there was no JSON.
        body: Value,
    },
    /// No such action in this session, or it waited too long.
    Unknown,
}

impl Bff {
    /// The JSON body that the action of this id sends, for its page; `None` when it is not known any more.
    ///
    /// # Errors
    ///
    /// Failures of the database.
    pub async fn pending_body(&self, session: &BffSession, id: &str) -> Result<Option<Value>, BffError> {
        let pending = self.0.pending.get(session, id).await?;
        Ok(pending.and_then(|pending| pending.content.call).and_then(|call| call.body))
    }

    /// Keeps the outcome of an action that needed no confirmation, so that its page can tell of it. Done is
    /// done: when it cannot be kept, the page does not know it any more, but nobody is told that it failed.
    pub(crate) async fn done_at_once(
        &self,
        session: &BffSession,
        id: &str,
        content: PendingContent,
        status: u16,
        body: &Value,
    ) {
        let pending = &self.0.pending;
        let kept = async {
            // One that waits under the same id is the same action, confirmed elsewhere meanwhile.
            pending.add(session, id, &content).await?;
            pending.take(session, id).await?;
            pending.finish(session, id, &StoredOutcome { status, body: body.clone() }).await
        };
        if let Err(error) = kept.await {
            tracing::warn!(%error, "the outcome of an action could not be kept");
        }
    }

    /// What became of the action of this id. One that was lost on its way, by a crash say, is sent again
    /// with the same `Idempotency-Key`.
    ///
    /// # Errors
    ///
    /// [`BffError::Unavailable`] when that fails, and failures of the database.
    pub async fn outcome(
        &self,
        session: &BffSession,
        id: &str,
        client: &BrowserContext,
    ) -> Result<PendingOutcome, BffError> {
        let Some(pending) = self.0.pending.get(session, id).await? else {
            return Ok(PendingOutcome::Unknown);
        };
        let now = self.0.clock.now();
        let outcome = match (pending.outcome, pending.taken_at) {
            (Some(outcome), _) => Some(outcome),
            (None, Some(taken_at)) if taken_at + LOST_AFTER <= now => {
                self.perform(session, id, &pending.content, client).await?
            }
            (None, Some(_)) => None,
            (None, None) if pending.expires_at <= now => return Ok(PendingOutcome::Unknown),
            (None, None) => {
                return Ok(PendingOutcome::NotYet { step_up: Some(super::wait::step_up_path(id)) });
            }
        };
        Ok(outcome.map_or(PendingOutcome::NotYet { step_up: None }, |outcome| PendingOutcome::Done {
            status: outcome.status,
            body: outcome.body,
        }))
    }
}
