use leasehold_storage::StorageError;

/// Wraps an error of the driver. Its text names tables, columns and constraints, never values.
pub(crate) fn failed(context: &'static str) -> impl FnOnce(sqlx::Error) -> StorageError {
    move |error| StorageError::driver(context, error)
}
