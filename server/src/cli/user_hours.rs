use anyhow::{Context as _, ensure};
use clap::Args;
use leasehold_context::{Calendar, is_zone};
use leasehold_domain::hours::WorkingHours;

use super::beside::Beside;
use crate::config::Settings;

/// Options of `user hours`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What the person types to sign in.
    username: String,
    /// Days of the week, 1 is Monday: `1-5`, `1,3,5`, `6-7`.
    #[arg(long, value_parser = days, required_unless_present = "none")]
    days: Option<Days>,
    /// When work begins: `09:00`.
    #[arg(long, value_parser = minute, required_unless_present = "none")]
    from: Option<u16>,
    /// When it ends; before it begins, it ends the next day.
    #[arg(long, value_parser = minute, required_unless_present = "none")]
    to: Option<u16>,
    /// The person's time zone, such as `Europe/Amsterdam`; as before without it.
    #[arg(long)]
    zone: Option<String>,
    /// No hours of their own: those of the organisation.
    #[arg(long, conflicts_with_all = ["days", "from", "to"])]
    none: bool,
}

#[derive(Clone, Debug)]
struct Days(Vec<u8>);

/// `leasehold user hours`
pub(super) async fn run(settings: &Settings, arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { username, days, from, to, zone, none: _ } = arguments;
    let hours = match (days, from, to) {
        (Some(Days(days)), Some(from_minute), Some(to_minute)) => {
            Some(WorkingHours { days, from_minute, to_minute })
        }
        _ => None,
    };
    if let Some(hours) = &hours {
        Calendar { hours: hours.clone(), ..Calendar::default() }.check()?;
    }
    if let Some(zone) = &zone {
        ensure!(is_zone(zone), "{zone} is no time zone; Europe/Amsterdam is one");
    }
    let Beside { server, database } = Beside::open(settings).await?;
    let user = database.storage().read().await?.user_by_username(&username.to_lowercase()).await?;
    let user = user.context("there is nobody of that name")?;
    let zone = zone.unwrap_or(user.zone);
    server.set_hours(user.id, hours.as_ref(), &zone).await?;
    let whose = if hours.is_some() { "hours of their own" } else { "the hours of the organisation" };
    println!("{username} has {whose}, in {zone}.");
    database.close().await;
    Ok(())
}

/// `1-5`, `1,3,5`.
fn days(text: &str) -> Result<Days, String> {
    let wrong = || format!("{text} is no list of days: 1-5, or 1,3,5");
    let day = |text: &str| text.trim().parse::<u8>().ok().filter(|day| (1..=7).contains(day));
    let mut days = Vec::new();
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = day(first).zip(day(last)).ok_or_else(wrong)?;
        days.extend(first..=last);
    }
    days.sort_unstable();
    days.dedup();
    if days.is_empty() { Err(wrong()) } else { Ok(Days(days)) }
}

/// `09:00` up to `24:00`.
fn minute(text: &str) -> Result<u16, String> {
    let wrong = || format!("{text} is no time of day: 09:00");
    let (hours, minutes) = text.split_once(':').ok_or_else(wrong)?;
    let (hours, minutes) = hours.parse::<u16>().ok().zip(minutes.parse::<u16>().ok()).ok_or_else(wrong)?;
    let minute = hours.checked_mul(60).and_then(|hours| hours.checked_add(minutes));
    minute.filter(|minute| minutes < 60 && *minute <= 24 * 60).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_read_as_people_write_them() {
        assert_eq!(days("1-5").unwrap().0, [1, 2, 3, 4, 5]);
        assert_eq!(days("6, 7,1-2").unwrap().0, [1, 2, 6, 7]);
        for bad in ["", "0", "8", "5-1", "1-", "mon", "1;2"] {
            assert!(days(bad).is_err(), "{bad}");
        }
        assert_eq!((minute("09:00"), minute("24:00"), minute("0:05")), (Ok(540), Ok(1440), Ok(5)));
        for bad in ["", "9", "24:01", "12:60", "-1:00", "99999:00"] {
            assert!(minute(bad).is_err(), "{bad}");
        }
    }
}
