//! Which assertions resource servers have used, in memory: introspection is asked for on almost every call of an
//! API, and remembering its assertions on disk would cost a write each (`docs/decisions`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use leasehold_domain::Time;
use sha2::{Digest as _, Sha256};

/// Most assertions that are remembered at a time.
const MOST: usize = 1_000_000;

/// The assertions of this process that have not expired.
#[derive(Debug)]
pub(crate) struct UsedAssertions {
    since: Time,
    used: Mutex<Used>,
}

#[derive(Debug, Default)]
struct Used {
    /// By the second of their end; an assertion has one, so that it needs to be looked up there only.
    by_end: BTreeMap<i64, BTreeSet<u128>>,
    count: usize,
}

/// What is known of an assertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// It was not used before, and is from now on.
    First,
    Again,
    /// Not for this memory: whether it was used cannot be told here, or there is no more room.
    Unknown,
}

impl UsedAssertions {
    /// Knows everything that is issued from now on.
    pub(crate) fn since(since: Time) -> Self {
        Self { since, used: Mutex::default() }
    }

    /// Whether an assertion may have been used with a process before this one, which took what it knew along.
    /// Compared by whole seconds, as `iat` is.
    pub(crate) fn may_be_forgotten(&self, issued_at: Time) -> bool {
        issued_at.timestamp() < self.since.timestamp()
    }

    /// Uses an assertion that has not expired.
    pub(crate) fn take(&self, issuer: &str, jti: &str, expires_at: Time, now: Time) -> Use {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.forget(now);
        let full = used.count >= MOST;
        let ids = used.by_end.entry(expires_at.timestamp()).or_default();
        let id = id(issuer, jti);
        if ids.contains(&id) {
            return Use::Again;
        }
        if full {
            return Use::Unknown;
        }
        ids.insert(id);
        used.count += 1;
        Use::First
    }
}

impl Used {
    fn forget(&mut self, now: Time) {
        while let Some(first) = self.by_end.first_entry()
            && *first.key() <= now.timestamp()
        {
            self.count -= first.remove().len();
        }
    }
}

/// Half a SHA-256: two that meet by chance only refuse an assertion that was good.
fn id(issuer: &str, jti: &str) -> u128 {
    let mut hash = Sha256::new();
    for part in [issuer, jti] {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    let [half @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = <[u8; 32]>::from(hash.finalize());
    u128::from_be_bytes(half)
}

#[cfg(test)]
mod tests {
    use leasehold_domain::clock::at_seconds;

    use super::*;

    #[test]
    fn once_for_each_issuer_until_its_end() {
        let (start, end) = (at_seconds(1_000), at_seconds(1_060));
        let used = UsedAssertions::since(start);
        assert_eq!(used.take("bank", "1", end, start), Use::First);
        assert_eq!(used.take("bank", "1", end, at_seconds(1_059)), Use::Again);
        assert_eq!(used.take("shop", "1", end, start), Use::First);
        assert_eq!(used.take("ban", "k1", end, start), Use::First);
        assert_eq!(used.take("bank", "2", at_seconds(1_090), at_seconds(1_060)), Use::First);
        assert_eq!(used.used.lock().unwrap().count, 1, "the others are over and forgotten");
    }

    #[test]
    fn what_is_older_than_the_process_is_not_judged() {
        let used = UsedAssertions::since(at_seconds(1_000));
        assert!(used.may_be_forgotten(at_seconds(999)));
        assert!(!used.may_be_forgotten(at_seconds(1_000)));
    }

    #[test]
    fn without_room_nothing_is_taken_for_new() {
        let (now, end) = (at_seconds(1_000), at_seconds(1_060));
        let used = UsedAssertions::since(now);
        assert_eq!(used.take("bank", "1", end, now), Use::First);
        used.used.lock().unwrap().count = MOST;
        assert_eq!(used.take("bank", "2", end, now), Use::Unknown);
        assert_eq!(used.take("bank", "1", end, now), Use::Again);
    }
}
