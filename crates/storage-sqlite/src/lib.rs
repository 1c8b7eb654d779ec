//! The SQLite driver of [`leasehold_storage`].
//!
//! [`SqliteStorage`] has one writing connection and a few reading ones on the same file in WAL mode:
//! readers never wait for the writer and see a snapshot. Each aggregate has one file with its statements,
//! its private row structs and its part of the transaction; its tables stand in the migration of the same
//! name under `migrations/sqlite`.

mod authorizations;
mod bff;
mod columns;
mod consents;
mod decisions;
mod devices;
mod drafts;
mod due;
mod error;
mod events;
mod factors;
mod grants;
mod holds;
mod limits;
mod links;
mod log;
mod meta;
mod notices;
mod policies;
mod postures;
mod profiles;
mod purge;
mod roles;
mod scope_uses;
mod sessions;
mod signals;
mod statements;
mod storage;
mod temporary;
mod tokens;
mod transaction;
mod users;

pub use storage::SqliteStorage;
