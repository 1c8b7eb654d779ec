//! Days on which an organisation does not work.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

/// The longest time off that is no typing error, in days.
const LONGEST: i64 = 366;
/// As many days as a century of public holidays has.
const MOST: usize = 4000;
const YEARS: RangeInclusive<i32> = 2000..=2200;

/// Why there is no such holiday.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HolidayError {
    /// Neither a day nor two.
    #[error("{0:?} is neither a day such as 2026-12-25 nor two such as 2026-12-24/2027-01-01")]
    NoDate(String),
    /// The years are out of bounds.
    #[error("{0:?} is not between 2000 and 2200")]
    FarAway(String),
    /// The last day is before the first.
    #[error("{0:?} ends before it begins")]
    Backwards(String),
    /// More than a year at once.
    #[error("{0:?} is longer than a year")]
    TooLong(String),
    /// More days than anybody needs.
    #[error("more than 4000 holidays")]
    TooMany,
}

/// Holidays: days in the zone of whoever they are weighed for. Written as ISO 8601 dates (`2026-12-25`) and
/// intervals with both ends (`2026-12-24/2027-01-01`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Holidays(BTreeSet<NaiveDate>);

impl Holidays {
    /// Reads dates and intervals.
    ///
    /// # Errors
    ///
    /// [`HolidayError`] at the first that is wrong.
    pub fn parse<S: AsRef<str>>(entries: impl IntoIterator<Item = S>) -> Result<Self, HolidayError> {
        let mut days = BTreeSet::new();
        for entry in entries {
            let entry = entry.as_ref();
            let (first, last) = entry.split_once('/').unwrap_or((entry, entry));
            let (Some(first), Some(last)) = (date(first), date(last)) else {
                return Err(HolidayError::NoDate(entry.into()));
            };
            if !YEARS.contains(&first.year()) || !YEARS.contains(&last.year()) {
                return Err(HolidayError::FarAway(entry.into()));
            }
            if last < first {
                return Err(HolidayError::Backwards(entry.into()));
            }
            if (last - first).num_days() >= LONGEST {
                return Err(HolidayError::TooLong(entry.into()));
            }
            days.extend(first.iter_days().take_while(|day| *day <= last));
            if days.len() > MOST {
                return Err(HolidayError::TooMany);
            }
        }
        Ok(Self(days))
    }

    /// Whether nobody works that day.
    #[must_use]
    pub fn has(&self, day: NaiveDate) -> bool {
        self.0.contains(&day)
    }

    /// The last holiday from `first` to `last`.
    pub(super) fn last_in(&self, first: NaiveDate, last: NaiveDate) -> Option<NaiveDate> {
        if first > last { None } else { self.0.range(first..=last).next_back().copied() }
    }
}

/// Exactly `YYYY-MM-DD`; the parser alone would take signs and blanks.
fn date(text: &str) -> Option<NaiveDate> {
    let exact = text.len() == 10 && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
    exact.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())?
}

impl FromIterator<NaiveDate> for Holidays {
    fn from_iter<I: IntoIterator<Item = NaiveDate>>(days: I) -> Self {
        Self(days.into_iter().collect())
    }
}

impl TryFrom<Vec<String>> for Holidays {
    type Error = HolidayError;

    fn try_from(entries: Vec<String>) -> Result<Self, HolidayError> {
        Self::parse(entries)
    }
}

impl From<Holidays> for Vec<String> {
    fn from(holidays: Holidays) -> Self {
        holidays.0.iter().map(ToString::to_string).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn dates_and_intervals() {
        let holidays = Holidays::parse(["2026-05-05", "2026-12-24/2027-01-01", "2026-12-25"]).unwrap();
        assert_eq!(holidays.0.len(), 10);
        for (text, expected) in [("2026-12-23", false), ("2026-12-24", true), ("2027-01-01", true)] {
            assert_eq!(holidays.has(day(text)), expected, "{text}");
        }
        let json = serde_json::to_string(&holidays).unwrap();
        assert!(json.starts_with(r#"["2026-05-05","2026-12-24","#), "{json}");
        assert_eq!(serde_json::from_str::<Holidays>(&json).unwrap(), holidays);
    }

    #[test]
    fn what_is_no_holiday_is_refused() {
        let wrong = |text: &str| Holidays::parse([text]).unwrap_err();
        for text in
            ["", "2026-02-30", "25-12-2026", "2026-12-25 ", "+2026-1-1", "2026-12-24/", "a/b/c", "2026-1-01"]
        {
            assert_eq!(wrong(text), HolidayError::NoDate(text.into()));
        }
        assert_eq!(wrong("1999-12-31"), HolidayError::FarAway("1999-12-31".into()));
        assert_eq!(wrong("9999-12-31"), HolidayError::FarAway("9999-12-31".into()));
        assert!(matches!(wrong("2026-12-25/2026-12-24"), HolidayError::Backwards(_)));
        assert!(matches!(wrong("2026-01-01/2027-01-02"), HolidayError::TooLong(_)));
        let years = (2000..2020).map(|year| format!("{year}-01-01/{year}-12-31"));
        assert_eq!(Holidays::parse(years), Err(HolidayError::TooMany));
    }
}
