use leasehold_domain::session::Session;
use leasehold_domain::{HashedToken, SessionId, Time, UserId};

use crate::Result;

/// Sessions at the authorization server.
#[async_trait::async_trait]
pub trait Sessions {
    /// By id.
    async fn session(&mut self, id: SessionId) -> Result<Option<Session>>;
    /// By cookie.
    async fn session_by_cookie(&mut self, cookie: HashedToken) -> Result<Option<Session>>;
    /// Those of a person, the newest first, ended ones too.
    async fn sessions(&mut self, user: UserId) -> Result<Vec<Session>>;
    /// A new one.
    async fn add_session(&mut self, session: &Session) -> Result<()>;
    /// Writes a session back unless it has ended meanwhile: a request in flight must not revive a session
    /// that was just signed out. `false` if it had.
    async fn update_session(&mut self, session: &Session) -> Result<bool>;
    /// Some that nobody ended although they were last seen then or before, or were made then or before.
    async fn sessions_past_their_end(
        &mut self,
        last_seen: Time,
        created: Time,
        limit: u32,
    ) -> Result<Vec<Session>>;
}
