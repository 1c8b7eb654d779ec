use leasehold_domain::log::LogEntry;
use leasehold_domain::{Time, UserId};

use crate::Result;

/// Which entries to list.
#[derive(Clone, Debug, Default)]
pub struct LogFilter {
    /// One person only.
    pub user: Option<UserId>,
    /// Part of a name or sign-in name, any case.
    pub person: Option<String>,
    /// Code of a rule or act.
    pub rule: Option<String>,
    /// `user`, `admin`, `policy`, `system`.
    pub initiator: Option<String>,
    /// Only entries with a smaller number.
    pub before: Option<i64>,
    /// At most that many.
    pub limit: u32,
}

/// An entry as stored, with what became of it.
#[derive(Clone, Debug)]
pub struct LogRecord {
    /// Number.
    pub seq: i64,
    /// The entry.
    pub entry: LogEntry,
    /// When the hold it is about was closed.
    pub closed_at: Option<Time>,
    /// Milliseconds from decided to pushed, for an opened hold.
    pub took_ms: Option<u32>,
}

/// The revocation log: written with the change it tells of, never altered. What was known when can be erased; a
/// commitment to it stays.
#[async_trait::async_trait]
pub trait RevocationLog {
    /// Adds an entry and returns its number.
    async fn append(&mut self, entry: &LogEntry) -> Result<i64>;
    /// Entries, the newest first.
    async fn log(&mut self, filter: &LogFilter) -> Result<Vec<LogRecord>>;
    /// Forgets what was known for the entries about a person; returns of how many. What they did to the policy as an
    /// administrator is not about them, and stays.
    async fn erase_log_facts(&mut self, user: UserId) -> Result<u64>;
    /// How many match, whatever `before` and `limit` say.
    async fn log_count(&mut self, filter: &LogFilter) -> Result<i64>;
}
