use leasehold_domain::{HashedToken, Time};

use crate::Result;

/// What a browser has begun and not finished: the pages of a set-up, the secret of an authenticator that
/// has not proved itself. The content is sealed; the key is derived from the browser's cookie.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Whose and what for.
    pub key: HashedToken,
    /// Sealed content.
    pub sealed: Vec<u8>,
    /// When it ends.
    pub expires_at: Time,
}

/// Drafts.
#[async_trait::async_trait]
pub trait Drafts {
    /// Inserts or replaces.
    async fn put_draft(&mut self, draft: &Draft) -> Result<()>;
    /// Looks at one, unless past its end.
    async fn draft(&mut self, key: HashedToken, now: Time) -> Result<Option<Draft>>;
    /// Takes one out, once, unless past its end.
    async fn take_draft(&mut self, key: HashedToken, now: Time) -> Result<Option<Draft>>;
}
