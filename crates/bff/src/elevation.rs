//! The end of a step-up before its time.

use tower_sessions::session::Id;

use crate::{Bff, BffError, BffSession, DeviceStanding};

impl Bff {
    /// Ends what a step-up raised for this app. First at the authorization server: what it still honours is not
    /// to be shown as over.
    pub(crate) async fn end_elevation(&self, id: Id) -> Result<(), BffError> {
        let Some(token) = self.access_token(id, None).await? else { return Ok(()) };
        self.0.oidc.end_elevation(&token).await?;
        // Whoever saved in between may have been told of another step-up: theirs stays.
        if let Some(mut session) = self.0.sessions.open(id).await?
            && session.content.tokens.elevated_until.take().is_some()
        {
            self.0.sessions.save(&mut session).await?;
        }
        Ok(())
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
