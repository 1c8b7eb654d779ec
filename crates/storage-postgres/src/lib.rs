//! The PostgreSQL driver of [`leasehold_storage`], the twin of `leasehold-storage-sqlite`: what is in a file
//! there is in the file of the same name here.
//!
//! [`PostgresStorage`] has one writing connection and a few others. Readers never wait for the writer and see a
//! snapshot; writers of all processes take turns by an advisory lock (docs/decisions/0019). Each aggregate has
//! one file with its statements, its private row structs and its part of the transaction; its tables stand in
//! the migration of the same name under `migrations/postgres`.

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
mod tokens;
mod transaction;
mod users;

pub use storage::PostgresStorage;
