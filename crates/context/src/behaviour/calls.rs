//! Calls of the last hour, and the most there ever were in one.

use leasehold_domain::Time;
use serde::{Deserialize, Serialize};

use super::{day, hour, is_new};

/// The last hour is counted in slots of five minutes.
const SLOT_S: i64 = 300;
const SLOTS: i64 = 12;

/// Counts of calls. What happened today is not yet the past: a burst does not make itself usual, and stays one for
/// the rest of the day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Calls {
    /// Slots with their calls, an hour of them.
    recent: Vec<(i64, u32)>,
    /// The present clock hour, counted from the epoch, and its calls.
    hour: Option<i64>,
    in_hour: u32,
    /// The most in an hour of this day (UTC) that is over.
    today: u32,
    /// The most in an hour of a day that is over.
    most: u32,
}

impl Calls {
    pub(super) fn note(&mut self, at: Time, calls: u32) {
        let slot = at.timestamp().div_euclid(SLOT_S);
        self.recent.retain(|(other, _)| slot.saturating_sub(*other).abs() < SLOTS);
        match self.recent.iter_mut().find(|(other, _)| *other == slot) {
            Some((_, count)) => *count = count.saturating_add(calls),
            None => self.recent.push((slot, calls)),
        }
        let now = hour(at);
        if self.hour == Some(now) {
            self.in_hour = self.in_hour.saturating_add(calls);
        } else if is_new(self.hour, now) {
            self.today = self.today.max(self.in_hour);
            if self.hour.is_some_and(|last| last.div_euclid(24) != now.div_euclid(24)) {
                self.most = self.most.max(self.today);
                self.today = 0;
            }
            (self.hour, self.in_hour) = (Some(now), calls);
        }
    }

    /// Calls of the hour before `now`.
    pub(super) fn last_hour(&self, now: Time) -> i64 {
        let slot = now.timestamp().div_euclid(SLOT_S);
        let within =
            self.recent.iter().filter(|(other, _)| (0..SLOTS).contains(&slot.saturating_sub(*other)));
        within.map(|(_, count)| i64::from(*count)).sum()
    }

    /// The most calls in an hour of the days before `now`.
    pub(super) fn at_most(&self, now: Time) -> i64 {
        let is_over = self.hour.is_some_and(|last| last.div_euclid(24) < day(now));
        let most = if is_over { self.most.max(self.today).max(self.in_hour) } else { self.most };
        most.into()
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.recent.len()
    }
}
