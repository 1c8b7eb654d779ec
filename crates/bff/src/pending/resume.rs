//! Resuming an action after its step-up.

use leasehold_oauth_types::AuthorizationDetail;

use super::PendingContent;
use super::rows::StoredOutcome;
use crate::upstream::{Executed, json, refusal};
use crate::{Bff, BffError, BffSession, BrowserContext};

impl Bff {
    /// Does the action if exactly it was confirmed and nobody did it yet. What the API answers is kept for
    /// the page of the outcome, a second refusal too: one step-up per request is enough (checklist SU-8).
    pub(crate) async fn resume(
        &self,
        session: &BffSession,
        id: &str,
        granted: &[AuthorizationDetail],
        client: &BrowserContext,
    ) -> Result<(), BffError> {
        let Some(pending) = self.0.pending.get(session, id).await? else { return Ok(()) };
        let confirmed = pending.content.is_confirmed_by(granted);
        if pending.content.call.is_none() || !confirmed || !self.0.pending.take(session, id).await? {
            return Ok(());
        }
        self.perform(session, id, &pending.content, client).await.map(|_| ())
    }

    /// Makes the call of a taken action. Safe to repeat, because the API honours its `Idempotency-Key`.
    pub(super) async fn perform(
        &self,
        session: &BffSession,
        id: &str,
        content: &PendingContent,
        client: &BrowserContext,
    ) -> Result<Option<StoredOutcome>, BffError> {
        let Some(call) = &content.call else { return Ok(None) };
        let outgoing = self.outgoing(call, Some(id))?;
        let Executed::Answer(answer) = self.execute(session, &outgoing, client).await? else {
            return Ok(None);
        };
        // A server error says nothing about whether it was done; the page of the outcome asks again.
        if answer.status().is_server_error() {
            return Ok(None);
        }
        if !answer.status().is_success() {
            self.note_refusal(session, &refusal(&answer).problem).await;
        }
        let outcome = StoredOutcome { status: answer.status().as_u16(), body: json(&answer) };
        self.0.pending.finish(session, id, &outcome).await?;
        self.use_up_elevation(session).await;
        Ok(Some(outcome))
    }
}
