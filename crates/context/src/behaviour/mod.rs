//! What a person usually does, in little room: hours, networks, calls and scopes.
//!
//! Everything is whole numbers and time comes in, so that the same history gives the same facts. Nothing in it names
//! a place or an address: networks are hashes under a key of the installation.

mod calls;
mod networks;

use std::collections::{BTreeMap, BTreeSet};

use calls::Calls;
use chrono::{Duration, Timelike as _};
use chrono_tz::Tz;
use leasehold_domain::Time;
use leasehold_domain::facts::BehaviourFacts;
use leasehold_oauth_types::Scope;
pub use networks::NetworkKey;
use networks::Networks;
use serde::{Deserialize, Serialize};

/// What one hour of activity weighs at first.
const UNIT: u32 = 1000;
/// Thousandths that are left of a weight after a day: half of it after thirty.
const LEFT_AFTER_A_DAY: u64 = 977;
/// For how long a scope counts as used for the first time.
const FIRST: Duration = Duration::hours(24);
/// More scopes than a person meets.
const MAX_SCOPES: usize = 64;
/// A report that is late by less does not count its hour again; by more, the clock was put back.
const LATE_HOURS: i64 = 24;

/// A person's past. It belongs to the person and is erased with them.
///
/// Stored with serde; what another version wrote does not read, and the person begins anew. At most a few kilobytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    version: Version,
    /// The last day with activity, counted from the epoch (UTC).
    day: Option<i64>,
    /// Days with activity.
    days: u32,
    /// The last hour with activity, counted from the epoch.
    hour: Option<i64>,
    /// Weight of each local hour of the day.
    hours: [u32; 24],
    networks: Networks,
    calls: Calls,
    /// When each was used first.
    scopes: BTreeMap<Scope, Time>,
}

/// The form of the profile; reads only itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
struct Version;

impl Version {
    const NUMBER: u8 = 1;
}

impl From<Version> for u8 {
    fn from(_: Version) -> Self {
        Version::NUMBER
    }
}

impl TryFrom<u8> for Version {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, &'static str> {
        if number == Self::NUMBER { Ok(Self) } else { Err("another version of the profile") }
    }
}

/// What guards report of one person's use, for some minutes or less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// When.
    pub at: Time,
    /// The network, if the guard knows one that somebody vouches for.
    pub network: Option<NetworkKey>,
    /// How many calls.
    pub calls: u32,
    /// The scopes that they used.
    pub scopes: BTreeSet<Scope>,
}

impl Profile {
    /// The person signed in. `zone` is theirs (IANA name; another counts as UTC).
    pub fn note_sign_in(&mut self, at: Time, zone: &str, network: NetworkKey) {
        self.active(at, zone, Some(network));
    }

    /// The person's apps made calls.
    pub fn note_use(&mut self, batch: &Batch, zone: &str) {
        self.active(batch.at, zone, batch.network);
        self.calls.note(batch.at, batch.calls);
        for scope in &batch.scopes {
            if self.scopes.len() < MAX_SCOPES {
                self.scopes.entry(scope.clone()).or_insert(batch.at);
            }
        }
    }

    /// The moment against the past. None while that has fewer than `min_days` days with activity, or none that still
    /// weighs anything.
    #[must_use]
    pub fn facts(
        &self,
        now: Time,
        zone: &str,
        network: NetworkKey,
        scopes: &BTreeSet<Scope>,
        min_days: u32,
    ) -> Option<BehaviourFacts> {
        if self.days < min_days.max(1) {
            return None;
        }
        let hour = local_hour(now, zone);
        let near = [hour + 23, hour, hour + 1].map(|hour| self.hours[hour % 24]);
        let first_used = |scope: &&Scope| self.scopes.get(*scope).is_none_or(|first| now - *first < FIRST);
        Some(BehaviourFacts {
            days: self.days.into(),
            hour_permille: permille(near, &self.hours)?,
            network_permille: self.networks.permille(network),
            calls: self.calls.last_hour(now),
            calls_at_most: self.calls.at_most(now),
            first_used: scopes.iter().filter(first_used).cloned().collect(),
        })
    }

    /// Days with activity so far.
    #[must_use]
    pub const fn days(&self) -> u32 {
        self.days
    }

    /// An hour counts once, however much happened in it: who calls all day is not there more than who reads.
    fn active(&mut self, at: Time, zone: &str, network: Option<NetworkKey>) {
        let (day, hour) = (day(at), hour(at));
        let idle = self.day.map_or(0, |last| day.saturating_sub(last));
        if self.day.is_none() || idle > 0 {
            self.days = self.days.saturating_add(1);
            self.hours.iter_mut().for_each(|weight| *weight = faded(*weight, idle));
            self.networks.fade(idle);
            self.day = Some(day);
        } else if idle < -1 {
            // A clock that was put back: what it said before counts no more than what it says now.
            self.day = Some(day);
        }
        if is_new(self.hour, hour) {
            self.hour = Some(hour);
            let weight = &mut self.hours[local_hour(at, zone) % 24];
            *weight = weight.saturating_add(UNIT);
        }
        if let Some(network) = network {
            self.networks.note(network, hour);
        }
    }
}

/// Whether an hour is another one than the last.
fn is_new(last: Option<i64>, hour: i64) -> bool {
    last.is_none_or(|last| hour > last || last.saturating_sub(hour) > LATE_HOURS)
}

/// What is left of a weight after some days.
fn faded(weight: u32, days: i64) -> u32 {
    // After a year and a half nothing is left of any weight.
    let left = (0..days.min(800)).try_fold(u64::from(weight), |weight, _| match weight {
        0 => None,
        weight => Some(weight * LEFT_AFTER_A_DAY / 1000),
    });
    left.and_then(|left| u32::try_from(left).ok()).unwrap_or_default()
}

/// Thousandths that some weights are of all; none of nothing.
fn permille<'a>(some: impl IntoIterator<Item = u32>, all: impl IntoIterator<Item = &'a u32>) -> Option<i64> {
    let some: u64 = some.into_iter().map(u64::from).sum();
    let all: u64 = all.into_iter().copied().map(u64::from).sum();
    (some * 1000).checked_div(all).and_then(|share| i64::try_from(share).ok())
}

fn day(at: Time) -> i64 {
    at.timestamp().div_euclid(86_400)
}

fn hour(at: Time) -> i64 {
    at.timestamp().div_euclid(3600)
}

fn local_hour(at: Time, zone: &str) -> usize {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    usize::try_from(at.with_timezone(&zone).hour()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
