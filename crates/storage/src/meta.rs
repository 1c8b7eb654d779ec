use crate::Result;

/// Single values about the database itself: whether it is a demo one, the rpId it was made for.
#[async_trait::async_trait]
pub trait Meta {
    /// The value.
    async fn meta(&mut self, key: &str) -> Result<Option<String>>;
    /// Sets it.
    async fn set_meta(&mut self, key: &str, value: &str) -> Result<()>;
}
