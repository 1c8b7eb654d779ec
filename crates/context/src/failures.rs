//! From which networks sign-ins fail, and of how many accounts: in memory, for some minutes.

use std::collections::BTreeMap;
use std::net::IpAddr;

use chrono::Duration;
use ipnet::IpNet;
use leasehold_domain::Time;

use crate::networks::prefix;

/// Accounts that are told apart in one network; beyond, the number stays the same.
const MAX_ACCOUNTS: usize = 64;

/// Failed sign-ins of the last minutes by network, a /24 (IPv6: a /48). A restart forgets them (decision 21).
#[derive(Debug)]
pub struct Ledger {
    window: i64,
    capacity: usize,
    networks: BTreeMap<IpNet, Tally>,
    /// All networks for which there was no room.
    others: Tally,
    /// The minute in which old entries were last dropped.
    swept: i64,
}

/// What failed from one network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NetworkFailures {
    /// How many sign-ins.
    pub failures: u32,
    /// Of how many accounts, 64 at most.
    pub accounts: u32,
}

/// From how much on a network is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Failures that make it hot.
    pub hot: u32,
    /// Accounts that make it password spraying: few guesses each, so that no account is limited.
    pub spraying: u32,
}

impl Default for Thresholds {
    /// What ships.
    fn default() -> Self {
        Self { hot: 30, spraying: 15 }
    }
}

/// How a network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heat {
    /// As ever.
    Usual,
    /// Many sign-ins just failed.
    Hot,
    /// And of many accounts.
    Spraying,
}

impl NetworkFailures {
    /// How the network is by these thresholds.
    #[must_use]
    pub const fn heat(self, thresholds: &Thresholds) -> Heat {
        if self.accounts >= thresholds.spraying {
            Heat::Spraying
        } else if self.failures >= thresholds.hot {
            Heat::Hot
        } else {
            Heat::Usual
        }
    }
}

impl Ledger {
    /// Remembers for `window` (a minute to a day, in whole minutes), and up to `capacity` networks; all further ones
    /// share a count. One network takes about four kilobytes at most for a window of an hour.
    #[must_use]
    pub fn new(window: Duration, capacity: usize) -> Self {
        let window = window.num_minutes().clamp(1, 24 * 60);
        Self { window, capacity, networks: BTreeMap::new(), others: Tally::default(), swept: i64::MIN }
    }

    /// A sign-in failed. `account` is a hash of the name that was tried, whether there is such an account or not.
    ///
    /// On a device that the account is known on, it was a person mistyping: their whole office is not to blame, and
    /// their account has a limit of its own.
    pub fn note(&mut self, account: u64, address: IpAddr, known_device: bool, at: Time) {
        if known_device {
            return;
        }
        let (minute, window) = (minute(at), self.window);
        if self.swept != minute {
            self.swept = minute;
            self.networks.retain(|_, tally| tally.sweep(minute, window));
            self.others.sweep(minute, window);
        }
        let network = network(address);
        let room = self.networks.len() < self.capacity || self.networks.contains_key(&network);
        let tally = if room { self.networks.entry(network).or_default() } else { &mut self.others };
        tally.note(account, minute);
    }

    /// What failed from the network of an address in the window before `at`.
    #[must_use]
    pub fn network(&self, address: IpAddr, at: Time) -> NetworkFailures {
        let tally = self.networks.get(&network(address)).unwrap_or(&self.others);
        tally.count(minute(at), self.window)
    }

    /// How many networks are told apart at present.
    #[must_use]
    pub fn len(&self) -> usize {
        self.networks.len()
    }

    /// Whether nothing is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.networks.is_empty() && self.others.failures.is_empty()
    }
}

/// Counts by minute. What lies in the future, as after a clock was put back, counts for as long as it is near.
#[derive(Debug, Default)]
struct Tally {
    failures: BTreeMap<i64, u32>,
    /// With the minute in which each last failed.
    accounts: BTreeMap<u64, i64>,
}

impl Tally {
    fn note(&mut self, account: u64, minute: i64) {
        let failures = self.failures.entry(minute).or_default();
        *failures = failures.saturating_add(1);
        if self.accounts.len() < MAX_ACCOUNTS || self.accounts.contains_key(&account) {
            self.accounts.insert(account, minute);
        }
    }

    /// Drops what is over; whether anything is left.
    fn sweep(&mut self, now: i64, window: i64) -> bool {
        self.failures.retain(|minute, _| is_near(*minute, now, window));
        self.accounts.retain(|_, minute| is_near(*minute, now, window));
        !self.failures.is_empty()
    }

    fn count(&self, now: i64, window: i64) -> NetworkFailures {
        let near = self.failures.iter().filter(|(minute, _)| is_near(**minute, now, window));
        let failures = near.fold(0_u32, |sum, (_, count)| sum.saturating_add(*count));
        let accounts = self.accounts.values().filter(|minute| is_near(**minute, now, window)).count();
        NetworkFailures { failures, accounts: u32::try_from(accounts).unwrap_or(u32::MAX) }
    }
}

fn is_near(minute: i64, now: i64, window: i64) -> bool {
    now.saturating_sub(minute).abs() < window
}

fn minute(at: Time) -> i64 {
    at.timestamp().div_euclid(60)
}

fn network(address: IpAddr) -> IpNet {
    prefix(address, 24, 48)
}

#[cfg(test)]
mod tests {
    use leasehold_domain::clock::at_seconds;
    use proptest::prelude::*;

    use super::*;

    const THRESHOLDS: Thresholds = Thresholds { hot: 10, spraying: 5 };

    fn ledger() -> Ledger {
        Ledger::new(Duration::minutes(15), 100)
    }

    fn heat(ledger: &Ledger, address: &str, at: i64) -> Heat {
        ledger.network(address.parse().unwrap(), at_seconds(at)).heat(&THRESHOLDS)
    }

    #[test]
    fn one_account_makes_a_network_hot_and_many_are_spraying() {
        let mut ledger = ledger();
        for guess in 0..10 {
            assert_eq!(heat(&ledger, "192.0.2.250", guess), Heat::Usual, "{guess}");
            ledger.note(7, "::ffff:192.0.2.1".parse().unwrap(), false, at_seconds(guess));
        }
        assert_eq!(heat(&ledger, "192.0.2.250", 10), Heat::Hot);
        for account in 0..5 {
            // Another address each time, of one /48.
            let address = format!("2001:db8:1:{account}::1").parse().unwrap();
            ledger.note(account, address, false, at_seconds(10));
        }
        assert_eq!(heat(&ledger, "2001:db8:1:ffff::1", 10), Heat::Spraying);
        assert_eq!(heat(&ledger, "2001:db8:2::1", 10), Heat::Usual);
        assert_eq!(heat(&ledger, "192.0.3.1", 10), Heat::Usual);
    }

    #[test]
    fn it_passes_with_the_window() {
        let mut ledger = ledger();
        let address = "192.0.2.1".parse().unwrap();
        for account in 0..20 {
            ledger.note(account, address, false, at_seconds(60));
        }
        assert_eq!(heat(&ledger, "192.0.2.1", 15 * 60 + 59), Heat::Spraying);
        assert_eq!(heat(&ledger, "192.0.2.1", 16 * 60), Heat::Usual);
        ledger.note(1, "198.51.100.1".parse().unwrap(), false, at_seconds(16 * 60));
        assert_eq!(ledger.len(), 1, "and is forgotten");
    }

    #[test]
    fn a_person_mistyping_does_not_make_an_office_hot() {
        let mut ledger = ledger();
        for guess in 0..50 {
            ledger.note(7, "192.0.2.1".parse().unwrap(), true, at_seconds(guess));
        }
        assert!(ledger.is_empty());
    }

    #[test]
    fn a_flood_of_networks_hides_none() {
        let mut ledger = Ledger::new(Duration::minutes(15), 3);
        let hot = "192.0.2.1".parse().unwrap();
        (0..10).for_each(|_| ledger.note(7, hot, false, at_seconds(0)));
        for third in 0..200_u8 {
            ledger.note(third.into(), [198, 51, third, 1].into(), false, at_seconds(1));
        }
        assert_eq!(ledger.len(), 3);
        assert_eq!(heat(&ledger, "192.0.2.1", 2), Heat::Hot);
        assert_eq!(heat(&ledger, "198.51.199.1", 2), Heat::Spraying, "those without room share a count");
    }

    proptest! {
        #[test]
        fn memory_is_bounded_whatever_the_clock_does(
            failed in proptest::collection::vec((any::<u16>(), any::<u32>(), -1_000_000_i64..1_000_000), 0..500)
        ) {
            let mut ledger = Ledger::new(Duration::minutes(10), 20);
            for (account, address, at) in failed {
                let address = std::net::Ipv4Addr::from(address).into();
                let before = ledger.network(address, at_seconds(at)).failures;
                ledger.note(account.into(), address, false, at_seconds(at));
                prop_assert!(ledger.network(address, at_seconds(at)).failures >= before.min(1));
                prop_assert!(ledger.len() <= 20);
                for tally in ledger.networks.values().chain([&ledger.others]) {
                    prop_assert!(tally.accounts.len() <= MAX_ACCOUNTS && tally.failures.len() <= 20);
                }
            }
        }
    }
}
