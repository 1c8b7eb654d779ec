use leasehold_context::Holidays;
use leasehold_domain::hours::WorkingHours;
use serde::Deserialize;

use super::Problems;

/// Section `hours`: working hours of people who have none of their own, in each person's own time zone.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HoursSettings {
    /// Days of the week, 1 = Monday to 7 = Sunday.
    pub days: Vec<u8>,
    /// When work begins, `HH:MM`.
    pub from: String,
    /// When it is over, `HH:MM`.
    pub to: String,
    /// Days on which nobody works: dates (`2026-12-25`) and intervals with both ends (`2026-12-24/2027-01-01`).
    pub holidays: Vec<String>,
}

impl Default for HoursSettings {
    fn default() -> Self {
        Self { days: vec![1, 2, 3, 4, 5], from: "09:00".into(), to: "17:00".into(), holidays: Vec::new() }
    }
}

impl HoursSettings {
    pub(super) fn check(&self, problems: &mut Problems) {
        problems.require(!self.days.is_empty() && self.days.iter().all(|day| (1..=7).contains(day)), || {
            "hours.days: numbers from 1 (Monday) to 7 (Sunday), at least one".into()
        });
        if let Err(error) = Holidays::parse(&self.holidays) {
            problems.require(false, || format!("hours.holidays: {error}"));
        }
        let times = (minute(&self.from), minute(&self.to));
        problems.require(matches!(times, (Some(from), Some(to)) if from < to), || {
            "hours.from and hours.to: times as HH:MM, the first earlier than the second".into()
        });
    }

    /// The holidays; none where one is not readable, which [`Self::check`] has told.
    #[must_use]
    pub fn holidays(&self) -> Holidays {
        Holidays::parse(&self.holidays).unwrap_or_default()
    }

    /// The hours as the domain has them; the usual ones where a time is not readable.
    #[must_use]
    pub fn working_hours(&self) -> WorkingHours {
        match (minute(&self.from), minute(&self.to)) {
            (Some(from_minute), Some(to_minute)) => {
                WorkingHours { days: self.days.clone(), from_minute, to_minute }
            }
            _ => WorkingHours::default(),
        }
    }
}

fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (text.len() == 5 && hours <= 24 && minutes < 60 && hours * 60 + minutes <= 24 * 60)
        .then_some(hours * 60 + minutes)
}
