//! Local time against working hours.

use serde::{Deserialize, Serialize};

use crate::Time;

/// Local time, worked out outside Rego because Rego has no time zones here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursFacts {
    /// IANA zone of the person.
    pub zone: String,
    /// Whether the moment lies within working hours.
    pub open: bool,
    /// Whether the day is a holiday of the organisation.
    #[serde(default)]
    pub holiday: bool,
    /// When `open` changes next.
    pub changes_at: Time,
    /// When `holiday` does, if that is before.
    #[serde(default)]
    pub holiday_changes_at: Option<Time>,
}
