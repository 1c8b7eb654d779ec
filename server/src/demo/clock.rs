//! Where the panel can move policy time.

use chrono::{DateTime, Datelike as _, Days, Duration, NaiveDateTime, NaiveTime, TimeZone as _, Weekday};
use chrono_tz::Tz;
use leasehold_domain::Time;

/// The zone in which the panel thinks: that of the demo people.
pub(super) const ZONE: Tz = Tz::Europe__Amsterdam;

/// How far policy time shall be ahead of `real`, after the choice `word` was made at policy time `policy`:
///
/// * `reset`
/// * `+1h`, `-30m`, `+1d`
/// * the next `sunday_2230`, `monday_0900`…
/// * `2026-11-23T09:00`, local
pub(super) fn offset(word: &str, policy: Time, real: Time) -> Option<Duration> {
    if word == "reset" {
        return Some(Duration::zero());
    }
    let moved = relative(word)
        .and_then(|span| policy.checked_add_signed(span))
        .or_else(|| weekday(word, policy))
        .or_else(|| exact(word))?;
    // The limit keeps every moment within what can be stored and shown.
    let offset = moved - real;
    (offset.abs() <= Duration::days(3650)).then_some(offset)
}

fn relative(word: &str) -> Option<Duration> {
    let sign = match word.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (number, unit) = word.get(1..)?.split_at_checked(word.len().checked_sub(2)?)?;
    let number = sign * number.parse::<u16>().map(i64::from).ok()?;
    match unit {
        "m" => Some(Duration::minutes(number)),
        "h" => Some(Duration::hours(number)),
        "d" => Some(Duration::days(number)),
        _ => None,
    }
}

/// The next moment after `policy` with this weekday and time.
fn weekday(word: &str, policy: Time) -> Option<Time> {
    let (day, time) = word.split_once('_')?;
    let (day, time) = (day.parse::<Weekday>().ok()?, NaiveTime::parse_from_str(time, "%H%M").ok()?);
    let local = policy.with_timezone(&ZONE);
    (0..=7)
        .filter_map(|days| local.date_naive().checked_add_days(Days::new(days)))
        .filter(|date| date.weekday() == day)
        .filter_map(|date| at(date.and_time(time)))
        .find(|moment| *moment > policy)
}

fn exact(word: &str) -> Option<Time> {
    at(NaiveDateTime::parse_from_str(word, "%Y-%m-%dT%H:%M").ok()?)
}

/// A local time that a change of the clocks skipped does not exist.
fn at(local: NaiveDateTime) -> Option<Time> {
    ZONE.from_local_datetime(&local).earliest().map(|moment: DateTime<Tz>| moment.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    fn moved(word: &str) -> Option<String> {
        // A Wednesday, 12:00 in Amsterdam.
        let now = time("2026-11-25T11:00:00Z");
        offset(word, now, now).map(|offset| (now + offset).to_rfc3339())
    }

    #[test]
    fn every_choice_of_the_panel_is_a_moment() {
        for (word, then) in [
            ("reset", "2026-11-25T11:00:00+00:00"),
            ("+1h", "2026-11-25T12:00:00+00:00"),
            ("-30m", "2026-11-25T10:30:00+00:00"),
            ("+1d", "2026-11-26T11:00:00+00:00"),
            ("sunday_2230", "2026-11-29T21:30:00+00:00"),
            ("monday_0900", "2026-11-30T08:00:00+00:00"),
            ("wednesday_1300", "2026-11-25T12:00:00+00:00"),
            ("wednesday_1200", "2026-12-02T11:00:00+00:00"),
            ("2026-07-01T09:00", "2026-07-01T07:00:00+00:00"),
        ] {
            assert_eq!(moved(word).as_deref(), Some(then), "{word}");
        }
    }

    #[test]
    fn nonsense_moves_nothing() {
        for word in
            ["", "+", "+h", "+1y", "1h", "noday_0900", "monday_2560", "monday", "9999-01-01T00:00", "+é"]
        {
            assert_eq!(moved(word), None, "{word}");
        }
    }
}
