//! What the page shows that asks before signing out. Its form goes to `/end-session`.

use leasehold_oauth_types::interaction::SignOutView;

use crate::browser::{self, Browser};
use crate::endpoints::end_session::form_token;
use crate::interaction::{InteractionError, Interactions, enrolment};

impl Interactions {
    /// The page of this browser's session.
    ///
    /// # Errors
    ///
    /// [`InteractionError::GoTo`] when nobody is signed in, [`InteractionError::Unavailable`].
    pub async fn sign_out(&self, browser: &Browser) -> Result<SignOutView, InteractionError> {
        let server = &self.0;
        let mut tx = server.storage.read().await?;
        let nobody = || InteractionError::GoTo("/signed-out".into());
        let session = browser::session(server, tx.as_mut(), browser).await?.ok_or_else(nobody)?;
        let user = tx.user(session.user).await?.ok_or_else(nobody)?;
        let form = enrolment::form(server, "/end-session", form_token(server, &session));
        Ok(SignOutView { form, username: user.username })
    }
}
