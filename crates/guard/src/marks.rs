//! High-water marks: the newest version that an event named, per grant.
//!
//! A mark outlives every answer that could be older than it, so an answer that an event has overtaken on
//! the way is recognised even when the grant was unknown until now (design section 4, point 6).

use std::collections::{BTreeMap, VecDeque};

use leasehold_oauth_types::event::GrantEvent;

/// How long a mark is kept: longer than a call may take and an answer may live, together.
const KEPT_MS: i64 = 60_000;

/// Most marks that are kept; beyond it the guard forgets all and starts a new generation instead.
const LIMIT: usize = 1_000_000;

/// The marks of the last minute.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    newest: BTreeMap<String, Mark>,
    arrivals: VecDeque<(i64, String)>,
}

#[derive(Debug, Default)]
struct Mark {
    rev: u64,
    last_ms: i64,
}

impl Marks {
    /// Takes an event. `false` when there are too many to remember.
    #[must_use]
    pub(crate) fn raise(&mut self, event: &GrantEvent, now_ms: i64) -> bool {
        self.forget_before(now_ms.saturating_sub(KEPT_MS));
        if self.arrivals.len() >= LIMIT {
            return false;
        }
        // No answer about a grant that is over is current, whatever version it names.
        let rev = match event {
            GrantEvent::GrantChanged { rev, .. } => *rev,
            GrantEvent::GrantEnded { .. } => u64::MAX,
        };
        let mark = self.newest.entry(event.grant().to_owned()).or_default();
        mark.rev = rev.max(mark.rev);
        mark.last_ms = now_ms;
        self.arrivals.push_back((now_ms, event.grant().to_owned()));
        true
    }

    /// Whether an answer of this version has been overtaken.
    pub(crate) fn overtook(&self, grant: &str, rev: u64) -> bool {
        self.newest.get(grant).is_some_and(|mark| rev < mark.rev)
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.newest.clear();
        self.arrivals.clear();
    }

    fn forget_before(&mut self, bound_ms: i64) {
        while self.arrivals.front().is_some_and(|(at, _)| *at < bound_ms) {
            if let Some((at, grant)) = self.arrivals.pop_front()
                && self.newest.get(&grant).is_some_and(|mark| mark.last_ms == at)
            {
                self.newest.remove(&grant);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(grant: &str, rev: u64) -> GrantEvent {
        GrantEvent::GrantChanged { grant: grant.into(), rev }
    }

    #[test]
    fn the_newest_version_counts_in_any_order() {
        let mut marks = Marks::default();
        for rev in [3, 5, 4] {
            assert!(marks.raise(&changed("g", rev), 0));
        }
        assert!(marks.overtook("g", 4));
        assert!(!marks.overtook("g", 5));
        assert!(!marks.overtook("other", 0));
    }

    #[test]
    fn the_end_overtakes_every_version() {
        let mut marks = Marks::default();
        assert!(marks.raise(&GrantEvent::GrantEnded { grant: "g".into(), rev: 2 }, 0));
        assert!(marks.raise(&changed("g", 9), 1));
        assert!(marks.overtook("g", 9));
    }

    #[test]
    fn kept_for_a_minute_after_the_last_event() {
        let mut marks = Marks::default();
        assert!(marks.raise(&changed("g", 5), 0));
        assert!(marks.raise(&changed("g", 5), 30_000));
        assert!(marks.raise(&changed("other", 1), 61_000));
        assert!(marks.overtook("g", 4));
        assert!(marks.raise(&changed("other", 1), 90_001));
        assert!(!marks.overtook("g", 4));
    }
}
