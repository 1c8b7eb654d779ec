//! What guards report: which scopes were used, how often, and when last (`POST /usage`).

use serde::{Deserialize, Serialize};

use crate::Scope;

/// One scope of one grant, since the last report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsedScope {
    /// Id of the grant, as introspection gave it.
    pub grant: String,
    /// The scope.
    pub scope: Scope,
    /// How many requests it let through.
    pub count: u32,
    /// When the last of them came, as Unix seconds.
    pub last_at: i64,
}

impl UsedScope {
    /// Most entries of one report.
    pub const MOST: usize = 200;
}
