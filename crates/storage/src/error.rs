//! The opaque storage error.

/// A storage operation failed: the database is unreachable, or holds what it must not hold. Its text is
/// for the log, never for a response.
#[derive(Debug, thiserror::Error)]
#[error("storage: {context}")]
pub struct StorageError {
    context: &'static str,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl StorageError {
    /// An error of the driver.
    pub fn driver(
        context: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { context, source: Some(source.into()) }
    }

    /// A row that breaks an invariant of the domain.
    #[must_use]
    pub const fn inconsistent(context: &'static str) -> Self {
        Self { context, source: None }
    }
}

/// Result of a storage operation.
pub type Result<T> = std::result::Result<T, StorageError>;
