//! The hours of an organisation.

use leasehold_domain::Time;
use leasehold_domain::facts::HoursFacts;
use leasehold_domain::hours::WorkingHours;
use serde::{Deserialize, Serialize};

use super::{Holidays, weigh};

/// When an organisation works.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// What people call it.
    #[serde(default)]
    pub name: String,
    /// The week.
    #[serde(default)]
    pub hours: WorkingHours,
    /// The days off.
    #[serde(default)]
    pub holidays: Holidays,
}

/// Why hours are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// Days are 1 (Monday) to 7 (Sunday).
    #[error("{0} is no day of the week; 1 is Monday, 7 is Sunday")]
    NoDay(u8),
    /// A day has 1440 minutes.
    #[error("{0} is no minute of a day")]
    NoMinute(u16),
}

impl Calendar {
    /// Whether the hours are hours; the holidays always are holidays.
    ///
    /// # Errors
    ///
    /// [`HoursError`] for the first value that is out of bounds.
    pub fn check(&self) -> Result<(), HoursError> {
        let WorkingHours { days, from_minute, to_minute } = &self.hours;
        if let Some(day) = days.iter().find(|day| !(1..=7).contains(*day)) {
            return Err(HoursError::NoDay(*day));
        }
        match [from_minute, to_minute].into_iter().find(|minute| **minute > 24 * 60) {
            Some(minute) => Err(HoursError::NoMinute(*minute)),
            None => Ok(()),
        }
    }

    /// Whether `now` lies within the hours in that zone (IANA name; another counts as UTC). Somebody with hours
    /// of their `own` has these instead; the holidays are for everybody.
    #[must_use]
    pub fn weigh(&self, own: Option<&WorkingHours>, zone: &str, now: Time) -> HoursFacts {
        weigh(own.unwrap_or(&self.hours), &self.holidays, zone, now)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn own_hours_replace_the_week_and_not_the_holidays() {
        let calendar: Calendar =
            serde_json::from_str(r#"{"name": "Office", "holidays": ["2026-04-27"]}"#).unwrap();
        let evenings = WorkingHours { days: vec![1, 2], from_minute: 18 * 60, to_minute: 22 * 60 };
        let at = |text| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        let zone = "Europe/Amsterdam";
        let king = calendar.weigh(Some(&evenings), zone, at("2026-04-27T19:00:00+02:00"));
        assert_eq!(
            (king.open, king.holiday, king.changes_at),
            (false, true, at("2026-04-28T18:00:00+02:00"))
        );
        assert!(calendar.weigh(Some(&evenings), zone, at("2026-04-28T19:00:00+02:00")).open);
        assert!(!calendar.weigh(None, zone, at("2026-04-28T19:00:00+02:00")).open);
        assert!(calendar.weigh(None, zone, at("2026-04-28T10:00:00+02:00")).open);
    }

    #[test]
    fn hours_out_of_bounds_are_refused() {
        let check = |days: &[u8], from_minute, to_minute| {
            let hours = WorkingHours { days: days.to_vec(), from_minute, to_minute };
            Calendar { hours, ..Calendar::default() }.check()
        };
        assert_eq!(check(&[1, 7], 0, 1440), Ok(()));
        assert_eq!(check(&[1, 0], 0, 1440), Err(HoursError::NoDay(0)));
        assert_eq!(check(&[8], 0, 1440), Err(HoursError::NoDay(8)));
        assert_eq!(check(&[1], 540, 1441), Err(HoursError::NoMinute(1441)));
        assert!(serde_json::from_str::<Calendar>(r#"{"holidays": ["2026-02-30"]}"#).is_err());
    }
}
