use leasehold_storage::StorageError;
use sqlx::postgres::PgDatabaseError;

/// What PostgreSQL said, without its `DETAIL`, which shows the values of the row.
#[derive(Debug, thiserror::Error)]
#[error("{message} ({code})")]
struct Refused {
    code: String,
    message: String,
}

/// Wraps an error of the driver. Its text names tables, columns and constraints, never values.
pub(crate) fn failed(context: &'static str) -> impl FnOnce(sqlx::Error) -> StorageError {
    move |error| match &error {
        sqlx::Error::Database(cause) => match cause.try_downcast_ref::<PgDatabaseError>() {
            Some(cause) => {
                let refused = Refused { code: cause.code().into(), message: cause.message().into() };
                StorageError::driver(context, refused)
            }
            None => StorageError::driver(context, error),
        },
        _ => StorageError::driver(context, error),
    }
}
