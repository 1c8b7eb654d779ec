use chrono::{DateTime, Datelike, TimeZone, Timelike};
use chrono_tz::Tz;

use super::Texts;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Texts {
    fn local(&self, at: i64) -> DateTime<Tz> {
        self.zone
            .timestamp_opt(at, 0)
            .single()
            .unwrap_or_else(|| DateTime::UNIX_EPOCH.with_timezone(&self.zone))
    }

    /// `14:07`.
    #[must_use]
    pub fn clock(&self, at: i64) -> String {
        let local = self.local(at);
        format!("{:02}:{:02}", local.hour(), local.minute())
    }

    /// `12 December`, with the year when it is another one than now.
    #[must_use]
    pub fn date(&self, at: i64, now: i64) -> String {
        let local = self.local(at);
        let month = self.get(&format!("month-{}", local.month()));
        let args = [("day", local.day().into()), ("month", month.into())];
        let short = self.with("time-date", args);
        if local.year() == self.local(now).year() { short } else { format!("{short} {}", local.year()) }
    }

    /// `Sunday 22 November 2026, 03:12`, for the tooltip.
    #[must_use]
    pub fn exact(&self, at: i64) -> String {
        let local = self.local(at);
        let weekday = self.weekday(&local);
        let month = self.get(&format!("month-{}", local.month()));
        let date = self.with("time-date", [("day", local.day().into()), ("month", month.into())]);
        format!("{weekday} {date} {}, {:02}:{:02}", local.year(), local.hour(), local.minute())
    }

    /// `3 minutes ago`; from a week on the date.
    #[must_use]
    pub fn relative(&self, at: i64, now: i64) -> String {
        match now.saturating_sub(at) {
            ..45 => self.get("time-just-now"),
            age @ ..HOUR => self.with("time-minutes-ago", [("n", ((age + 15) / MINUTE).max(1).into())]),
            age @ ..DAY => self.with("time-hours-ago", [("n", (age / HOUR).into())]),
            age if age < 7 * DAY => self.with("time-days-ago", [("n", (age / DAY).into())]),
            _ => self.date(at, now),
        }
    }

    /// A moment to come: `09:00`, `tomorrow 09:00`, `Monday 09:00`, `12 December 09:00`.
    #[must_use]
    pub fn upcoming(&self, at: i64, now: i64) -> String {
        let (then, today) = (self.local(at), self.local(now));
        let days = then.date_naive().signed_duration_since(today.date_naive()).num_days();
        let clock = self.clock(at);
        match days {
            ..=0 => clock,
            1 => self.with("time-tomorrow-at", [("clock", clock.into())]),
            2..=6 => format!("{} {clock}", self.weekday(&then)),
            _ => format!("{} {clock}", self.date(at, now)),
        }
    }

    /// `5 minutes`, `1 hour`, `90 days`.
    #[must_use]
    pub fn span(&self, seconds: i64) -> String {
        match seconds {
            ..MINUTE => self.with("time-seconds", [("n", seconds.into())]),
            MINUTE..HOUR => self.with("time-minutes", [("n", (seconds / MINUTE).into())]),
            HOUR..DAY => self.with("time-hours", [("n", (seconds / HOUR).into())]),
            _ => self.with("time-days", [("n", (seconds / DAY).into())]),
        }
    }

    fn weekday(&self, local: &DateTime<Tz>) -> String {
        self.get(&format!("weekday-{}", local.weekday().number_from_monday()))
    }
}

/// `2026-11-22T02:12:00Z`, for `datetime` attributes.
#[must_use]
pub(crate) fn machine(at: i64) -> String {
    DateTime::from_timestamp(at, 0).unwrap_or_default().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Locale;

    // Sunday 22 November 2026, 21:30 in Amsterdam.
    const NOW: i64 = 1_795_379_400;

    #[test]
    fn times_are_said_as_people_say_them() {
        let t = Texts { locale: Locale::En, zone: chrono_tz::Europe::Amsterdam };
        assert_eq!(t.exact(NOW), "Sunday 22 November 2026, 21:30");
        assert_eq!(t.upcoming(NOW + 11 * HOUR + HOUR / 2, NOW), "tomorrow 09:00");
        assert_eq!(t.upcoming(NOW + HOUR, NOW), "22:30");
        assert_eq!(t.relative(NOW - 61, NOW), "1 minute ago");
        assert_eq!(t.relative(NOW - 3 * DAY, NOW), "3 days ago");
        assert_eq!(t.relative(NOW - 30 * DAY, NOW), "23 October");
        assert_eq!(t.span(300), "5 minutes");
        assert_eq!(machine(NOW), "2026-11-22T20:30:00Z");
    }
}
