//! The driver against the conformance suite, and what is its own.

mod file;
mod rows;

use leasehold_storage_sqlite::SqliteStorage;

leasehold_storage::conformance!(SqliteStorage::temporary().await);
