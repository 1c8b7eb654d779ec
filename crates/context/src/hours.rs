//! Working hours against a time zone, through daylight-saving changes and holidays.

mod calendar;
mod holidays;

pub use calendar::{Calendar, HoursError};
use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, TimeZone as _};
use chrono_tz::Tz;
use leasehold_domain::Time;
use leasehold_domain::facts::HoursFacts;
use leasehold_domain::hours::WorkingHours;

pub use holidays::{HolidayError, Holidays};

/// How far ahead the next change is looked for; every weekly rhythm changes within it, or never.
const HORIZON_DAYS: i64 = 9;
/// How far ahead holidays are looked at: the longest time off, and a week.
const FURTHEST_DAYS: i64 = 380;

/// Whether that is the name of a time zone (IANA).
#[must_use]
pub fn is_zone(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

/// Whether `now` lies within the working hours in that zone, without holidays. See [`weigh`].
#[must_use]
pub fn working_hours(hours: &WorkingHours, zone: &str, now: Time) -> HoursFacts {
    weigh(hours, &Holidays::default(), zone, now)
}

/// Whether `now` lies within the working hours in that zone, and when that changes next.
///
/// A zone that is not an IANA name counts as UTC. Hours whose end is not after their start run into the
/// next day (22:00 to 06:00): they belong to the day they start on, so that a night before a holiday is worked
/// to its end, and the night of the holiday is not. Hours that never change, because they have no days or no
/// end, are weighed again after nine days.
///
/// `holiday` says whether the present day is one; `open` and `changes_at` have that in them already.
#[must_use]
pub fn weigh(hours: &WorkingHours, holidays: &Holidays, zone: &str, now: Time) -> HoursFacts {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    let today = now.with_timezone(&zone).date_naive();
    let spells = spells(hours, holidays, zone, today, now);
    let current = spells.iter().find(|(from, to)| *from <= now && now < *to);
    let changes_at = match current {
        Some((_, to)) => Some(*to),
        None => spells.iter().map(|(from, _)| *from).find(|from| *from > now),
    };
    let changes_at = changes_at.unwrap_or(now + Duration::days(HORIZON_DAYS));
    HoursFacts {
        zone: zone.name().to_owned(),
        open: current.is_some(),
        holiday: holidays.has(today),
        changes_at,
        holiday_changes_at: holiday_changes(holidays, zone, today, changes_at),
    }
}

/// The first midnight before `end` at which holidays begin or are over.
fn holiday_changes(holidays: &Holidays, zone: Tz, today: NaiveDate, end: Time) -> Option<Time> {
    let last = end.with_timezone(&zone).date_naive();
    let day = today.iter_days().skip(1).take_while(|day| *day <= last);
    let changed = day.into_iter().find(|day| holidays.has(*day) != holidays.has(today))?;
    Some(instant(zone, changed.and_time(chrono::NaiveTime::MIN))).filter(|at| *at < end)
}

/// The spells of work around a day, in order, until what comes after `now` is known; those that touch are one.
fn spells(
    hours: &WorkingHours,
    holidays: &Holidays,
    zone: Tz,
    today: NaiveDate,
    now: Time,
) -> Vec<(Time, Time)> {
    let from = i64::from(hours.from_minute.min(24 * 60));
    let mut to = i64::from(hours.to_minute.min(24 * 60));
    if to <= from {
        to += 24 * 60;
    }
    let mut spells: Vec<(Time, Time)> = Vec::new();
    for offset in -2..=horizon(holidays, today) {
        let Some(day) = today.checked_add_signed(Duration::days(offset)) else { continue };
        let weekday = chrono::Datelike::weekday(&day).number_from_monday();
        if !hours.days.iter().any(|worked| u32::from(*worked) == weekday) || holidays.has(day) {
            continue;
        }
        let midnight = day.and_time(chrono::NaiveTime::MIN);
        let start = instant(zone, midnight + Duration::minutes(from));
        let end = instant(zone, midnight + Duration::minutes(to));
        match spells.last_mut() {
            Some((_, last)) if start <= *last => *last = end.max(*last),
            _ if start < end => spells.push((start, end)),
            _ => {}
        }
        // A spell that begins later ends the one before, and later days only make it longer.
        if spells.last().is_some_and(|(from, _)| *from > now) {
            break;
        }
    }
    spells
}

/// The last day to look at, counted from today: every day of the week comes once more after the last holiday.
fn horizon(holidays: &Holidays, today: NaiveDate) -> i64 {
    let furthest = today.checked_add_signed(Duration::days(FURTHEST_DAYS)).unwrap_or(today);
    let last = holidays.last_in(today, furthest).map_or(0, |day| (day - today).num_days());
    last + HORIZON_DAYS
}

/// The moment at which clocks in the zone show `local`: the first of two when they are turned back, and
/// the first that exists when they skip it.
fn instant(zone: Tz, local: NaiveDateTime) -> Time {
    // No zone has ever skipped more than a day.
    let later = (0..=24 * 4).map(|quarters| local + Duration::minutes(15 * quarters));
    let mut found = later.filter_map(|local| match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at),
        LocalResult::None => None,
    });
    found.next().map_or_else(|| local.and_utc(), |at: DateTime<Tz>| at.to_utc())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Time {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    fn week(zone: &str, now: &str) -> (bool, Time) {
        let facts = working_hours(&WorkingHours::default(), zone, at(now));
        (facts.open, facts.changes_at)
    }

    #[test]
    fn a_week_in_amsterdam() {
        let zone = "Europe/Amsterdam";
        for (now, open, changes_at) in [
            ("2026-03-02T08:59:59+01:00", false, "2026-03-02T09:00:00+01:00"),
            ("2026-03-02T09:00:00+01:00", true, "2026-03-02T17:00:00+01:00"),
            ("2026-03-02T16:59:59+01:00", true, "2026-03-02T17:00:00+01:00"),
            ("2026-03-02T17:00:00+01:00", false, "2026-03-03T09:00:00+01:00"),
            // Friday evening to Monday morning.
            ("2026-03-06T19:00:00+01:00", false, "2026-03-09T09:00:00+01:00"),
            ("2026-03-08T12:00:00+01:00", false, "2026-03-09T09:00:00+01:00"),
        ] {
            assert_eq!(week(zone, now), (open, at(changes_at)), "{now}");
        }
    }

    #[test]
    fn nine_o_clock_is_nine_o_clock_after_the_clocks_change() {
        // Clocks go forward on 29 March 2026 and back on 25 October 2026, both Sundays.
        let zone = "Europe/Amsterdam";
        assert_eq!(week(zone, "2026-03-27T18:00:00+01:00"), (false, at("2026-03-30T09:00:00+02:00")));
        assert_eq!(week(zone, "2026-10-23T18:00:00+02:00"), (false, at("2026-10-26T09:00:00+01:00")));
    }

    #[test]
    fn hours_that_start_in_a_skipped_hour_start_when_it_is_over() {
        let nights = WorkingHours { days: vec![7], from_minute: 2 * 60 + 30, to_minute: 6 * 60 };
        let facts = working_hours(&nights, "Europe/Amsterdam", at("2026-03-29T00:00:00+01:00"));
        assert_eq!((facts.open, facts.changes_at), (false, at("2026-03-29T03:00:00+02:00")));
        // When 02:30 comes twice, the first counts.
        let facts = working_hours(&nights, "Europe/Amsterdam", at("2026-10-25T00:00:00+02:00"));
        assert_eq!((facts.open, facts.changes_at), (false, at("2026-10-25T02:30:00+02:00")));
    }

    #[test]
    fn a_night_shift_belongs_to_the_day_it_starts_on() {
        let nights = WorkingHours { days: vec![1, 2], from_minute: 22 * 60, to_minute: 6 * 60 };
        for (now, open, changes_at) in [
            ("2026-03-02T05:00:00Z", false, "2026-03-02T22:00:00Z"),
            ("2026-03-03T05:00:00Z", true, "2026-03-03T06:00:00Z"),
            ("2026-03-04T05:00:00Z", true, "2026-03-04T06:00:00Z"),
            ("2026-03-04T06:00:00Z", false, "2026-03-09T22:00:00Z"),
        ] {
            let facts = working_hours(&nights, "UTC", at(now));
            assert_eq!((facts.open, facts.changes_at), (open, at(changes_at)), "{now}");
        }
    }

    #[test]
    fn whole_days_that_touch_are_one_spell() {
        let days = WorkingHours { days: vec![1, 2, 3], from_minute: 0, to_minute: 24 * 60 };
        let facts = working_hours(&days, "UTC", at("2026-03-02T10:00:00Z"));
        assert_eq!((facts.open, facts.changes_at), (true, at("2026-03-05T00:00:00Z")));
    }

    #[test]
    fn zones_without_a_name_are_utc() {
        for zone in ["", "Europe/Nowhere", "../../etc/localtime"] {
            let facts = working_hours(&WorkingHours::default(), zone, at("2026-03-02T09:00:00Z"));
            assert_eq!((facts.zone.as_str(), facts.open), ("UTC", true));
        }
    }

    #[test]
    fn a_holiday_is_no_working_day() {
        // Good Friday and Easter Monday 2026, with the clocks going forward the week before.
        let holidays = Holidays::parse(["2026-04-03", "2026-04-06"]).unwrap();
        let zone = "Europe/Amsterdam";
        for (now, open, holiday, changes_at) in [
            ("2026-04-02T16:00:00+02:00", true, false, "2026-04-02T17:00:00+02:00"),
            ("2026-04-02T17:00:00+02:00", false, false, "2026-04-07T09:00:00+02:00"),
            ("2026-04-03T10:00:00+02:00", false, true, "2026-04-07T09:00:00+02:00"),
            ("2026-04-04T10:00:00+02:00", false, false, "2026-04-07T09:00:00+02:00"),
            ("2026-04-06T23:59:59+02:00", false, true, "2026-04-07T09:00:00+02:00"),
            ("2026-04-07T09:00:00+02:00", true, false, "2026-04-07T17:00:00+02:00"),
        ] {
            let facts = weigh(&WorkingHours::default(), &holidays, zone, at(now));
            assert_eq!(
                (facts.open, facts.holiday, facts.changes_at),
                (open, holiday, at(changes_at)),
                "{now}"
            );
        }
        // It is still the third of April in New York when it is the fourth in Amsterdam.
        let facts =
            weigh(&WorkingHours::default(), &holidays, "America/New_York", at("2026-04-04T01:00:00+02:00"));
        assert!(facts.holiday);
    }

    /// Why nobody works is another thing from then on, although nobody works still.
    #[test]
    fn holidays_begin_and_end_at_midnight() {
        let holidays = Holidays::parse(["2026-04-03", "2026-04-06"]).unwrap();
        let zone = "Europe/Amsterdam";
        for (now, changes_at) in [
            ("2026-04-02T16:00:00+02:00", None),
            ("2026-04-02T17:00:00+02:00", Some("2026-04-03T00:00:00+02:00")),
            ("2026-04-03T10:00:00+02:00", Some("2026-04-04T00:00:00+02:00")),
            ("2026-04-04T10:00:00+02:00", Some("2026-04-06T00:00:00+02:00")),
            ("2026-04-06T12:00:00+02:00", Some("2026-04-07T00:00:00+02:00")),
            ("2026-04-07T00:00:00+02:00", None),
        ] {
            let facts = weigh(&WorkingHours::default(), &holidays, zone, at(now));
            assert_eq!(facts.holiday_changes_at, changes_at.map(at), "{now}");
        }
    }

    #[test]
    fn a_night_belongs_to_the_day_before_the_holiday() {
        let nights = WorkingHours { days: vec![1, 2, 3, 4, 5], from_minute: 22 * 60, to_minute: 6 * 60 };
        let holidays = Holidays::parse(["2026-03-03"]).unwrap();
        for (now, open, changes_at) in [
            ("2026-03-03T05:00:00Z", true, "2026-03-03T06:00:00Z"),
            ("2026-03-03T23:00:00Z", false, "2026-03-04T22:00:00Z"),
            ("2026-03-04T05:00:00Z", false, "2026-03-04T22:00:00Z"),
        ] {
            let facts = weigh(&nights, &holidays, "UTC", at(now));
            assert_eq!((facts.open, facts.changes_at), (open, at(changes_at)), "{now}");
        }
    }

    #[test]
    fn work_goes_on_after_a_long_time_off() {
        let hours = WorkingHours { days: vec![1], ..WorkingHours::default() };
        // From a Monday to the Monday after a clock change, months later.
        let holidays = Holidays::parse(["2026-03-02/2026-11-02"]).unwrap();
        let facts = weigh(&hours, &holidays, "Europe/Amsterdam", at("2026-03-02T10:00:00+01:00"));
        assert_eq!((facts.open, facts.changes_at), (false, at("2026-11-09T09:00:00+01:00")));
    }

    #[test]
    fn work_around_the_clock_ends_where_the_holiday_begins() {
        let always = WorkingHours { days: vec![1, 2, 3, 4, 5, 6, 7], from_minute: 0, to_minute: 24 * 60 };
        let holidays = Holidays::parse(["2026-10-25"]).unwrap();
        let zone = "Europe/Amsterdam";
        let before = weigh(&always, &holidays, zone, at("2026-10-24T12:00:00+02:00"));
        assert_eq!((before.open, before.changes_at), (true, at("2026-10-25T00:00:00+02:00")));
        // That day has 25 hours.
        let during = weigh(&always, &holidays, zone, before.changes_at);
        assert_eq!((during.open, during.changes_at), (false, at("2026-10-26T00:00:00+01:00")));
        assert_eq!(during.changes_at - before.changes_at, Duration::hours(25));
    }

    /// Days off around a moment.
    fn any_holidays() -> impl Strategy<Value = Vec<(i64, i64)>> {
        proptest::collection::vec((-3_i64..40, 0_i64..20), 0..5)
    }

    fn around(now: Time, days: &[(i64, i64)]) -> Holidays {
        let today = now.date_naive();
        days.iter()
            .flat_map(|(first, length)| {
                (*first..=first + length).map(|offset| today + Duration::days(offset))
            })
            .collect()
    }

    fn any_hours() -> impl Strategy<Value = WorkingHours> {
        (proptest::collection::vec(any::<u8>(), 0..8), any::<u16>(), any::<u16>())
            .prop_map(|(days, from_minute, to_minute)| WorkingHours { days, from_minute, to_minute })
    }

    fn sane_hours() -> impl Strategy<Value = WorkingHours> {
        (proptest::sample::subsequence(vec![1_u8, 2, 3, 4, 5, 6, 7], 1..7), 0_u16..1440, 0_u16..=1440)
            .prop_map(|(days, from_minute, to_minute)| WorkingHours { days, from_minute, to_minute })
    }

    fn any_zone() -> impl Strategy<Value = &'static str> {
        proptest::sample::select(chrono_tz::TZ_VARIANTS.to_vec()).prop_map(|zone| zone.name())
    }

    fn any_time() -> impl Strategy<Value = Time> {
        (1_600_000_000_i64..2_500_000_000).prop_map(leasehold_domain::clock::at_seconds)
    }

    proptest! {
        #[test]
        fn no_setting_breaks_it(
            hours in any_hours(), zone in any_zone(), now in any_time(), days in any_holidays()
        ) {
            prop_assert!(weigh(&hours, &around(now, &days), zone, now).changes_at > now);
        }

        #[test]
        fn the_next_change_is_one_and_the_next(
            hours in sane_hours(), zone in any_zone(), now in any_time(), part in 0.0..1.0_f64,
            days in any_holidays()
        ) {
            let holidays = around(now, &days);
            let weigh = |now| {
                let facts = weigh(&hours, &holidays, zone, now);
                (facts.open, facts.changes_at)
            };
            let facts = weigh(now);
            // At the moment named it is the other way round…
            prop_assert_ne!(weigh(facts.1).0, facts.0);
            // …and at no moment before.
            #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any moment will do")]
            let before = now + Duration::seconds(((facts.1 - now).num_seconds() as f64 * part) as i64);
            prop_assert_eq!(weigh(before), facts);
        }

        #[test]
        fn nobody_starts_on_a_holiday(
            hours in sane_hours(), zone in any_zone(), now in any_time(), days in any_holidays()
        ) {
            let holidays = around(now, &days);
            let facts = weigh(&hours, &holidays, zone, now);
            if !facts.open {
                let begins = facts.changes_at.with_timezone(&zone.parse::<Tz>().unwrap()).date_naive();
                let late = hours.from_minute >= 23 * 60;
                prop_assert!(late || !holidays.has(begins), "{begins}");
            }
        }
    }
}
