//! Who calls the admin API.

use axum::extract::FromRequestParts;
use http::request::Parts;
use leasehold_domain::session::Session;
use leasehold_domain::user::{Role, User};

use crate::AuthorizationServer;
use crate::account::{AccountCaller, ApiFailure};

/// A signed-in administrator; extracting it answers 403 for anyone else.
#[derive(Clone, Debug)]
pub(crate) struct AdminCaller {
    pub(crate) user: User,
    pub(crate) session: Session,
}

impl FromRequestParts<AuthorizationServer> for AdminCaller {
    type Rejection = ApiFailure;

    async fn from_request_parts(parts: &mut Parts, server: &AuthorizationServer) -> Result<Self, ApiFailure> {
        let AccountCaller { user, session } = AccountCaller::from_request_parts(parts, server).await?;
        if user.role < Role::Admin {
            return Err(ApiFailure::forbidden("only administrators may see this"));
        }
        Ok(Self { user, session })
    }
}
