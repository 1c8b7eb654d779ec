//! Who calls the account API: the person and session behind the token that the guard let through.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::request::Parts;
use leasehold_domain::device::DeviceTrust;
use leasehold_domain::session::Session;
use leasehold_domain::user::User;
use leasehold_domain::{SessionId, UserId};
use leasehold_oauth_types::introspection::ActiveToken;
use leasehold_storage::{StorageError, Transaction};

use crate::AuthorizationServer;
use crate::account::ApiFailure;

/// A signed-in person. Extracting it answers 401 unless a guard has vouched for a token whose session
/// still lives: a route left unguarded does not become public, and a guard's answer that is a few seconds
/// old does not outlive a sign-out.
#[derive(Clone, Debug)]
pub(crate) struct AccountCaller {
    pub(crate) user: User,
    pub(crate) session: Session,
}

impl AccountCaller {
    async fn of(server: &AuthorizationServer, parts: &Parts) -> Result<Self, ApiFailure> {
        let token = parts.extensions.get::<Arc<ActiveToken>>().ok_or_else(ApiFailure::unauthorized)?;
        let user: UserId = token.sub.parse().map_err(|_| ApiFailure::unauthorized())?;
        let session: SessionId = token.sid.parse().map_err(|_| ApiFailure::unauthorized())?;
        let mut tx = server.storage.read().await?;
        let session = tx.session(session).await?.filter(|session| session.is_live(server.now()));
        let session = session.filter(|session| session.user == user).ok_or_else(ApiFailure::unauthorized)?;
        let user = tx.user(user).await?.ok_or_else(ApiFailure::unauthorized)?;
        Ok(Self { user, session })
    }

    /// What the person thinks of the device that calls.
    pub(crate) async fn trust(&self, tx: &mut dyn Transaction) -> Result<Option<DeviceTrust>, StorageError> {
        tx.trust(self.user.id, self.session.device).await
    }
}

impl FromRequestParts<AuthorizationServer> for AccountCaller {
    type Rejection = ApiFailure;

    async fn from_request_parts(parts: &mut Parts, server: &AuthorizationServer) -> Result<Self, ApiFailure> {
        Self::of(server, parts).await
    }
}
