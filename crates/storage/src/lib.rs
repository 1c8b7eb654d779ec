//! Repository traits. Drivers implement them; nothing here knows a database.
//!
//! # The model
//!
//! A [`Transaction`] *is* the repository: every read and write goes through one, and only
//! [`Transaction::commit`] keeps what was written. Forgetting to commit loses everything, never half.
//! [`Storage::read`] gives a consistent snapshot on which writes fail; [`Storage::write`] waits for the
//! one writer.
//!
//! "Not found" is `Ok(None)`. A `bool` from a consuming method says whether this caller was the one
//! that consumed: such methods are one atomic statement (checklist RS-8), with the time bound passed in.
//!
//! # Adding an aggregate
//!
//! Write a trait in a file of its own, make it a supertrait of [`Transaction`], implement it in each
//! driver beside its migration, and extend the conformance suite in `testing`.

mod authorizations;
mod bff;
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
#[cfg(feature = "testing")]
pub mod testing;
mod tokens;
mod users;

pub use authorizations::{Authorizations, CodeState};
pub use bff::{BffPending, BffSessionRecord, BffStorage, LoginRecord};
pub use decisions::{DecisionMode, Decisions, KeptBecause, StoredDecision};
pub use devices::{CookieMatch, Devices};
pub use drafts::{Draft, Drafts};
pub use due::Due;
pub use error::{Result, StorageError};
pub use events::{Events, StoredEvent};
pub use factors::Factors;
pub use grants::Grants;
pub use holds::Holds;
pub use limits::Limits;
pub use links::{Link, LinkPurpose, Links};
pub use log::{LogFilter, LogRecord, RevocationLog};
pub use meta::Meta;
pub use notices::Notices;
pub use policies::{Policies, PolicyHead};
pub use postures::Postures;
pub use profiles::Profiles;
pub use purge::{Purge, PurgeBefore};
pub use roles::Roles;
pub use scope_uses::{ScopeUse, ScopeUses};
pub use sessions::Sessions;
pub use signals::Signals;
pub use tokens::Tokens;
pub use users::Users;

/// Where transactions come from.
#[async_trait::async_trait]
pub trait Storage: Send + Sync + std::fmt::Debug {
    /// A consistent snapshot; writing on it is an error.
    async fn read(&self) -> Result<Box<dyn Transaction>>;

    /// The one writer; waits for its turn.
    async fn write(&self) -> Result<Box<dyn Transaction>>;
}

/// One transaction over everything. Dropping it rolls back.
#[async_trait::async_trait]
pub trait Transaction:
    Authorizations
    + Decisions
    + Devices
    + Drafts
    + Due
    + Events
    + Factors
    + Grants
    + Holds
    + Limits
    + Links
    + Meta
    + Notices
    + Policies
    + Postures
    + Profiles
    + Purge
    + RevocationLog
    + Roles
    + ScopeUses
    + Sessions
    + Signals
    + Tokens
    + Users
    + Send
    + Sync
{
    /// Keeps what was written. An error once a call has failed: never half of a change.
    async fn commit(self: Box<Self>) -> Result<()>;
}
