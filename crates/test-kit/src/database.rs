//! The database that tests run on.

use std::sync::Arc;

use leasehold_storage::{BffStorage, Result, Storage, Transaction};
use leasehold_storage_postgres::PostgresStorage;
use leasehold_storage_sqlite::SqliteStorage;

use crate::postgres;

/// A database of the driver under test: SQLite, or PostgreSQL if `LEASEHOLD_TEST_DATABASE` says `postgres`. Cloning
/// is cheap and gives the same database.
#[derive(Clone, Debug)]
pub struct TestDatabase {
    storage: Arc<dyn Storage>,
    bff_storage: Arc<dyn BffStorage>,
}

impl TestDatabase {
    /// An empty one, of this test alone.
    ///
    /// # Panics
    ///
    /// If there is no such driver, or it cannot make one.
    pub async fn fresh() -> Self {
        match std::env::var("LEASEHOLD_TEST_DATABASE").as_deref() {
            Err(_) | Ok("sqlite") => Self::of(SqliteStorage::temporary().await.expect("a database file")),
            Ok("postgres") => {
                Self::of(PostgresStorage::open(&postgres::migrated().await).await.expect("a new database"))
            }
            Ok(other) => panic!("LEASEHOLD_TEST_DATABASE={other}: sqlite or postgres"),
        }
    }

    fn of<T: Storage + BffStorage + 'static>(driver: T) -> Self {
        let driver = Arc::new(driver);
        Self { storage: driver.clone(), bff_storage: driver }
    }

    /// What backends-for-frontends work on.
    #[must_use]
    pub fn bff_storage(&self) -> Arc<dyn BffStorage> {
        Arc::clone(&self.bff_storage)
    }
}

#[async_trait::async_trait]
impl Storage for TestDatabase {
    async fn read(&self) -> Result<Box<dyn Transaction>> {
        self.storage.read().await
    }

    async fn write(&self) -> Result<Box<dyn Transaction>> {
        self.storage.write().await
    }
}
