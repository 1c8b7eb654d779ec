//! How often one address may come: a limit on load, not on guessing. Kept in memory, so that refusing costs
//! nothing; forgotten with the process.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use chrono::Duration;

use crate::Time;

/// Addresses that are counted apart; all others of the same minute share one count.
const ADDRESSES: usize = 100_000;

/// Counts requests by address, minute by minute.
#[derive(Debug)]
pub struct RateLimit {
    per_minute: u32,
    minute: Mutex<Minute>,
}

#[derive(Debug, Default)]
struct Minute {
    begun_at: Option<Time>,
    counts: BTreeMap<IpAddr, u32>,
}

/// Too many; when it is worth coming back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many requests from one address")]
pub struct TooMany {
    /// Whole seconds, at least one.
    pub retry_after_s: u64,
}

impl RateLimit {
    /// So many requests of one address in one minute.
    #[must_use]
    pub fn per_minute(per_minute: u32) -> Self {
        Self { per_minute, minute: Mutex::default() }
    }

    /// Counts a request.
    ///
    /// # Errors
    ///
    /// [`TooMany`] if this minute already had as many as may come; it is not counted then.
    pub fn take(&self, address: IpAddr, now: Time) -> Result<(), TooMany> {
        let length = Duration::minutes(1);
        let mut minute = self.minute.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back begins a new minute too.
        let begun_at = match minute.begun_at {
            Some(begun_at) if (begun_at..begun_at + length).contains(&now) => begun_at,
            _ => {
                *minute = Minute { begun_at: Some(now), counts: BTreeMap::new() };
                now
            }
        };
        let mut key = subscriber(address);
        if minute.counts.len() >= ADDRESSES && !minute.counts.contains_key(&key) {
            key = IpAddr::V6(Ipv6Addr::UNSPECIFIED);
        }
        let count = minute.counts.entry(key).or_default();
        if *count >= self.per_minute {
            let left = begun_at + length - now;
            return Err(TooMany { retry_after_s: left.num_seconds().unsigned_abs() + 1 });
        }
        *count += 1;
        Ok(())
    }
}

/// What one subscriber has: an IPv4 address, or a whole /64 of IPv6.
fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::at_seconds;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_minute_has_so_many_for_each_address() {
        let limit = RateLimit::per_minute(2);
        let (here, there) = (address("192.0.2.1"), address("192.0.2.2"));
        let now = at_seconds(1_000);
        assert_eq!(
            [0, 10, 20].map(|s| limit.take(here, now + Duration::seconds(s)).is_ok()),
            [true, true, false]
        );
        assert_eq!(limit.take(here, now + Duration::seconds(20)), Err(TooMany { retry_after_s: 41 }));
        assert_eq!(limit.take(there, now + Duration::seconds(20)), Ok(()));
        assert_eq!(limit.take(here, now + Duration::seconds(59)), Err(TooMany { retry_after_s: 2 }));
        assert_eq!(limit.take(here, now + Duration::seconds(60)), Ok(()), "another minute");
    }

    #[test]
    fn a_subscriber_of_ipv6_has_one_count() {
        let limit = RateLimit::per_minute(2);
        let now = at_seconds(1_000);
        assert!(limit.take(address("2001:db8::1"), now).is_ok());
        assert!(limit.take(address("2001:db8::ffff:1"), now).is_ok());
        assert!(limit.take(address("2001:db8::2"), now).is_err());
        assert!(limit.take(address("2001:db8:0:1::1"), now).is_ok());
        // The same address in two notations.
        assert!(limit.take(address("::ffff:192.0.2.1"), now).is_ok());
        assert!(limit.take(address("192.0.2.1"), now).is_ok());
        assert!(limit.take(address("::ffff:192.0.2.1"), now).is_err());
    }

    #[test]
    fn a_flood_of_addresses_shares_one_count() {
        let limit = RateLimit::per_minute(3);
        let now = at_seconds(1_000);
        for number in 0..u32::try_from(ADDRESSES).unwrap() {
            assert!(limit.take(IpAddr::V4(number.into()), now).is_ok());
        }
        let more = [1, 2, 3, 4].map(|last| limit.take(address(&format!("203.0.113.{last}")), now).is_ok());
        assert_eq!(more, [true, true, true, false]);
        assert!(limit.take(address("0.0.0.1"), now).is_ok(), "who was counted before is not affected");
    }
}
