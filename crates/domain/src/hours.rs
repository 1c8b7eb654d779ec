//! Working hours, as a setting. The context engine weighs them against a time zone.

use serde::{Deserialize, Serialize};

/// Minutes of the day between which work is done, on the days named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkingHours {
    /// Days of the week, 1 = Monday to 7 = Sunday (ISO 8601).
    pub days: Vec<u8>,
    /// First minute of the day, 540 = 09:00.
    pub from_minute: u16,
    /// First minute after the end, 1020 = 17:00.
    pub to_minute: u16,
}

impl Default for WorkingHours {
    /// Monday to Friday, 09:00 to 17:00.
    fn default() -> Self {
        Self { days: vec![1, 2, 3, 4, 5], from_minute: 9 * 60, to_minute: 17 * 60 }
    }
}
