//! The admin API: the revocation log with its filters.

use serde::{Deserialize, Serialize};

use crate::Remedy;

/// Filters of `GET /admin/v1/log`; also the query of the page, so that a view is a link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogQuery {
    /// Part of a person's name or sign-in name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Code of a rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// `user`, `admin`, `policy` or `system`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initiator: Option<String>,
    /// Entries before this sequence number, for the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
}

/// One entry of the revocation log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntryView {
    /// Number of the entry.
    pub seq: i64,
    /// Unix milliseconds.
    pub at_ms: i64,
    /// Name of the person.
    pub person: String,
    /// Sign-in name.
    pub username: String,
    /// App concerned, unless all.
    pub client: Option<String>,
    /// Device concerned, unless all.
    pub device: Option<String>,
    /// Approximate place.
    pub place: Option<String>,
    /// Scopes before.
    pub before: Vec<String>,
    /// Scopes after.
    pub after: Vec<String>,
    /// `hold_opened`, `hold_closed`, `lease_created`, `lease_expired`, `grant_ended`…
    pub change: String,
    /// Code of the rule or of the act.
    pub rule: String,
    /// Version of the policy, where one decided.
    pub policy_version: Option<String>,
    /// The cause value: `country=BR`.
    pub cause: Option<String>,
    /// `user`, `admin`, `policy` or `system`.
    pub initiator: String,
    /// The way back.
    pub remedy: Option<Remedy>,
    /// Milliseconds from decided to pushed.
    pub took_ms: Option<u32>,
    /// When the hold was closed, as Unix milliseconds.
    pub closed_at_ms: Option<i64>,
}

/// Answer of `GET /admin/v1/log`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogView {
    /// The newest first.
    pub entries: Vec<LogEntryView>,
    /// How many match in all.
    pub total: i64,
    /// Value of `before` for the next page.
    pub next: Option<i64>,
}
