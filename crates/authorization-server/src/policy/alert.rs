//! Tells whoever operates the server that the policy fails, and that it works again: once each, although it may
//! fail for one person and work for all others.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use chrono::Duration;
use leasehold_domain::Time;
use leasehold_policy::PolicyError;

/// It works again when nothing failed for so long: longer than the longest until facts are tried again.
const QUIET: Duration = Duration::minutes(10);

#[derive(Debug, Default)]
pub(super) struct Alert {
    /// Whether there is anything to look at: most of the time there is not.
    raised: AtomicBool,
    failing: Mutex<Option<Failing>>,
}

#[derive(Debug)]
struct Failing {
    version: String,
    last: Time,
}

impl Alert {
    /// Hears of every decision, by policy time, and of the error if it was none.
    pub(super) fn hear(&self, version: &str, now: Time, error: Option<&PolicyError>) {
        if error.is_none() && !self.raised.load(Ordering::Acquire) {
            return;
        }
        let mut failing = self.failing.lock().unwrap_or_else(PoisonError::into_inner);
        let same = failing.as_ref().is_some_and(|failing| failing.version == version);
        let last = failing.as_ref().map_or(now, |failing| failing.last);
        match error {
            Some(error) => {
                *failing = Some(Failing { version: version.to_owned(), last: now });
                self.raised.store(true, Ordering::Release);
                if !same {
                    tracing::error!(
                        alert = "policy_failed",
                        version,
                        error = error as &dyn std::error::Error,
                        "the policy fails: while it does, all but harmless scopes are suspended"
                    );
                }
            }
            None if same && now - last < QUIET => {}
            None => {
                *failing = None;
                self.raised.store(false, Ordering::Release);
                tracing::warn!(alert = "policy_works", version, "the policy works again");
            }
        }
    }
}
