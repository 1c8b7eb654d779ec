//! The end of a step-up before its time.

use leasehold_oauth_types::Problem;
use tower_sessions::session::Id;

use crate::{Bff, BffError, BffSession, DeviceStanding};

/// How often it is tried again when another node saved the session meanwhile.
const TRIES: usize = 3;

impl Bff {
    /// Ends what a step-up raised for this app. First at the authorization server: what it still honours is not
    /// to be shown as over.
    pub(crate) async fn end_elevation(&self, id: Id) -> Result<(), BffError> {
        let Some(token) = self.access_token(id, None).await? else { return Ok(()) };
        self.0.oidc.end_elevation(&token).await?;
        self.forget_elevation(id).await
    }

    /// Shows it as over. Its turn is that of renewals: saved beside one, the tokens that it brought would be lost,
    /// and the old refresh token, shown again, would look like a theft.
    pub(crate) async fn forget_elevation(&self, id: Id) -> Result<(), BffError> {
        let Some(session) = self.0.sessions.open(id).await? else { return Ok(()) };
        let live = self.0.sessions.live.of(&session.content.family);
        let _turn = live.renewal.lock().await;
        for _ in 0..TRIES {
            let Some(mut session) = self.0.sessions.open(id).await? else { return Ok(()) };
            let told = session.content.tokens.elevated_until.take().is_some();
            if !told || self.0.sessions.save(&mut session).await? {
                return Ok(());
            }
        }
        Err(BffError::Unavailable)
    }

    /// An API refused with reasons. If it names what a step-up had raised, a rule has taken that or it is over, whatever
    /// was said when it began: pages must not go on showing it.
    pub(crate) async fn note_refusal(&self, session: &BffSession, problem: &Problem) {
        if session.elevated_until().is_none() || !problem.reasons.iter().any(|reason| reason.scope.is_some())
        {
            return;
        }
        if let Err(error) = self.forget_elevation(session.id).await {
            tracing::warn!(%error, "a step-up that is over is still shown");
        }
    }

    /// An action was done that a person had confirmed. In a browser without a key that was all the step-up was
    /// for: the next one asks again. The authorization server narrows it to that action by itself.
    pub(crate) async fn use_up_elevation(&self, session: &BffSession) {
        if session.device() != DeviceStanding::Unbound {
            return;
        }
        if let Err(error) = self.end_elevation(session.id).await {
            tracing::warn!(%error, "a step-up that was used up could not be ended");
        }
    }
}
