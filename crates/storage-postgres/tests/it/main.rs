//! The driver against the conformance suite, and what is its own.

mod database;
mod drivers_agree;
mod rows;

use leasehold_storage_postgres::PostgresStorage;
use leasehold_test_kit::postgres;

leasehold_storage::conformance!(PostgresStorage::open(&postgres::migrated().await).await);
