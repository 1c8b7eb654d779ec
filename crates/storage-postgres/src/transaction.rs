use leasehold_storage::{Result, StorageError, Transaction};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::{Query, QueryAs};
use sqlx::{FromRow, Postgres};

use crate::error::failed;

/// A transaction on the writing connection or on another one. Dropped, it rolls back before its connection is
/// used again.
#[derive(Debug)]
pub(crate) struct PostgresTransaction {
    inner: sqlx::Transaction<'static, Postgres>,
    /// PostgreSQL answers a COMMIT after a statement that failed with a rollback, and calls it no error.
    failed: bool,
}

impl PostgresTransaction {
    pub(crate) const fn new(inner: sqlx::Transaction<'static, Postgres>) -> Self {
        Self { inner, failed: false }
    }

    /// Runs a statement; returns how many rows it changed. `context` names it in errors.
    pub(crate) async fn run<'q>(
        &mut self,
        context: &'static str,
        query: Query<'q, Postgres, PgArguments>,
    ) -> Result<u64> {
        let done = query.execute(&mut *self.inner).await;
        Ok(self.noted(context, done)?.rows_affected())
    }

    /// Runs a statement that gives at most one row.
    pub(crate) async fn find<'q, R>(
        &mut self,
        context: &'static str,
        query: QueryAs<'q, Postgres, R, PgArguments>,
    ) -> Result<Option<R>>
    where
        R: for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let fetched = query.fetch_optional(&mut *self.inner).await;
        self.noted(context, fetched)
    }

    /// Runs a statement that gives exactly one row.
    pub(crate) async fn get<'q, R>(
        &mut self,
        context: &'static str,
        query: QueryAs<'q, Postgres, R, PgArguments>,
    ) -> Result<R>
    where
        R: for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let fetched = query.fetch_one(&mut *self.inner).await;
        self.noted(context, fetched)
    }

    /// Runs a statement that gives any number of rows.
    pub(crate) async fn list<'q, R>(
        &mut self,
        context: &'static str,
        query: QueryAs<'q, Postgres, R, PgArguments>,
    ) -> Result<Vec<R>>
    where
        R: for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let fetched = query.fetch_all(&mut *self.inner).await;
        self.noted(context, fetched)
    }

    fn noted<T>(&mut self, context: &'static str, outcome: sqlx::Result<T>) -> Result<T> {
        self.failed |= outcome.is_err();
        outcome.map_err(failed(context))
    }
}

#[async_trait::async_trait]
impl Transaction for PostgresTransaction {
    async fn commit(self: Box<Self>) -> Result<()> {
        if self.failed {
            return Err(StorageError::inconsistent("commit: a statement failed before"));
        }
        self.inner.commit().await.map_err(failed("commit"))
    }
}
