use leasehold_domain::grant::{AccessToken, RefreshToken};
use leasehold_domain::{GrantId, HashedToken, Time};

use crate::Result;

/// Access and refresh tokens.
#[async_trait::async_trait]
pub trait Tokens {
    /// A new access token.
    async fn add_access_token(&mut self, token: &AccessToken) -> Result<()>;
    /// By hash; gone once deleted.
    async fn access_token(&mut self, hash: HashedToken) -> Result<Option<AccessToken>>;
    /// Takes one away.
    async fn delete_access_token(&mut self, hash: HashedToken) -> Result<()>;
    /// Takes all of a grant away.
    async fn delete_access_tokens(&mut self, grant: GrantId) -> Result<()>;
    /// A new refresh token.
    async fn add_refresh_token(&mut self, token: &RefreshToken) -> Result<()>;
    /// By hash.
    async fn refresh_token(&mut self, hash: HashedToken) -> Result<Option<RefreshToken>>;
    /// Exchanges a token for its successor, if it is neither used nor void.
    async fn use_refresh_token(
        &mut self,
        hash: HashedToken,
        successor: HashedToken,
        now: Time,
    ) -> Result<bool>;
    /// Replaces the successor of a used token whose successor is unused: voids the old successor.
    async fn replace_successor(
        &mut self,
        hash: HashedToken,
        old: HashedToken,
        new: HashedToken,
    ) -> Result<bool>;
    /// Makes all unused refresh tokens of a grant void (Grant Management: `merge` does that).
    async fn void_refresh_tokens(&mut self, grant: GrantId) -> Result<()>;
    /// Remembers the `jti` of an assertion until it expires; `false` if it was known (RFC 7523 section 3).
    async fn remember_jti(&mut self, issuer: &str, jti: &str, expires_at: Time, now: Time) -> Result<bool>;
}
