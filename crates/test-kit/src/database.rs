//! The database that tests run on.

use std::sync::Arc;

use leasehold_storage::{BffStorage, Storage};
use leasehold_storage_postgres::PostgresStorage;
use leasehold_storage_sqlite::SqliteStorage;

use crate::postgres;

/// An empty database of the driver under test: SQLite, or PostgreSQL if `LEASEHOLD_TEST_DATABASE` says `postgres`.
#[derive(Clone, Debug)]
pub struct Database {
    /// For the authorization server.
    pub storage: Arc<dyn Storage>,
    /// For the backends-for-frontends.
    pub bff_storage: Arc<dyn BffStorage>,
}

impl Database {
    /// A new one, of this test alone.
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
}
