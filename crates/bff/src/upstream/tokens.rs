//! The access token of a session, renewed in single flight (checklist RT-5).

use tower_sessions::session::Id;

use crate::oidc::OidcError;
use crate::session::OpenSession;
use crate::{Bff, BffError};

impl Bff {
    /// An access token for one more call; `None` if the session is over. A token that an API `rejected` is
    /// renewed whatever its date says.
    pub(crate) async fn access_token(
        &self,
        id: Id,
        rejected: Option<&str>,
    ) -> Result<Option<String>, BffError> {
        let Some(session) = self.0.sessions.open(id).await? else { return Ok(None) };
        let tokens = &session.content.tokens;
        if tokens.is_usable(self.0.clock.now(), rejected) {
            return Ok(Some(tokens.access.clone()));
        }
        // In a task of its own: a browser that hangs up must not lose tokens that were just rotated.
        let (bff, rejected) = (self.clone(), rejected.map(str::to_owned));
        let family = session.content.family;
        let renewal = tokio::spawn(async move { bff.renew(id, &family, rejected.as_deref()).await });
        renewal.await.map_err(|_| BffError::Unavailable)?
    }

    async fn renew(&self, id: Id, family: &str, rejected: Option<&str>) -> Result<Option<String>, BffError> {
        let live = self.0.sessions.live.of(family);
        let _turn = live.renewal.lock().await;
        // Whoever waited for the turn finds what the one before it brought.
        let Some(mut session) = self.0.sessions.open(id).await? else { return Ok(None) };
        let now = self.0.clock.now();
        let tokens = &session.content.tokens;
        if tokens.is_usable(now, rejected) {
            return Ok(Some(tokens.access.clone()));
        }
        let Some(refresh) = tokens.refresh.clone() else {
            self.0.sessions.end(&session).await?;
            return Ok(None);
        };
        match self.0.oidc.refresh(&refresh).await {
            Ok(newer) => {
                session.content.tokens.renew(newer);
                self.keep(session).await
            }
            Err(OidcError::InvalidGrant) => self.end_unless_replaced(session).await,
            // No word about the grant: the session stays, and so does a token that is still good.
            Err(_) if now < tokens.expires_at && rejected.is_none() => Ok(Some(tokens.access.clone())),
            Err(error) => Err(error.into()),
        }
    }

    /// Stores renewed tokens, unless the person signed out meanwhile: then they are given back at once.
    async fn keep(&self, mut session: OpenSession) -> Result<Option<String>, BffError> {
        if self.0.sessions.save(&mut session).await? {
            return Ok(Some(session.content.tokens.access));
        }
        if let Some(other) = self.0.sessions.open(session.id()).await? {
            return Ok(Some(other.content.tokens.access));
        }
        if let Some(refresh) = &session.content.tokens.refresh {
            self.0.oidc.revoke(refresh).await;
        }
        Ok(None)
    }

    /// A dead refresh token ends the session, but not one that a step-up or another node replaced meanwhile.
    async fn end_unless_replaced(&self, session: OpenSession) -> Result<Option<String>, BffError> {
        let Some(current) = self.0.sessions.open(session.id()).await? else { return Ok(None) };
        if current.content.tokens.refresh != session.content.tokens.refresh {
            return Ok(Some(current.content.tokens.access));
        }
        self.0.sessions.end(&current).await?;
        Ok(None)
    }
}
