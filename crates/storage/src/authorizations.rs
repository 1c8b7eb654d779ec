use leasehold_domain::authorization::Authorization;
use leasehold_domain::{AuthorizationId, HashedToken, Time};

use crate::Result;

/// What is known of an authorization code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeState {
    /// Its authorization request.
    pub authorization: AuthorizationId,
    /// When it ends.
    pub expires_at: Time,
    /// When it was redeemed.
    pub used_at: Option<Time>,
}

/// Authorization requests in progress and their codes.
#[async_trait::async_trait]
pub trait Authorizations {
    /// A new one.
    async fn add_authorization(&mut self, authorization: &Authorization) -> Result<()>;
    /// By id.
    async fn authorization(&mut self, id: AuthorizationId) -> Result<Option<Authorization>>;
    /// By pushed `request_uri`.
    async fn authorization_by_uri(&mut self, uri: HashedToken) -> Result<Option<Authorization>>;
    /// Writes one back if it is still pending in the database; `false` if it was answered meanwhile.
    async fn update_pending(&mut self, authorization: &Authorization) -> Result<bool>;
    /// Writes the grant that came from an issued code.
    async fn update_issued(&mut self, authorization: &Authorization) -> Result<()>;
    /// A new code.
    async fn add_code(
        &mut self,
        code: HashedToken,
        authorization: AuthorizationId,
        expires_at: Time,
    ) -> Result<()>;
    /// What is known of a code, used or not.
    async fn code(&mut self, code: HashedToken) -> Result<Option<CodeState>>;
    /// Uses a code, if it is unused and not past its end.
    async fn use_code(&mut self, code: HashedToken, now: Time) -> Result<bool>;
    /// What the pages have to say about the last attempt (JSON text); kept beside the request, so that a
    /// form never loses what was typed.
    async fn flash(&mut self, id: AuthorizationId) -> Result<Option<String>>;
    /// Sets or clears it.
    async fn set_flash(&mut self, id: AuthorizationId, flash: Option<&str>) -> Result<()>;
}
