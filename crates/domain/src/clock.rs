//! The injected clock. Nothing else in the product asks what time it is (`clippy.toml`).

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, Utc};

use crate::Time;

/// Tells the time.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The present moment, in whole milliseconds.
    fn now(&self) -> Time;
}

impl<C: Clock + ?Sized> Clock for std::sync::Arc<C> {
    fn now(&self) -> Time {
        C::now(self)
    }
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock of the machine")]
    fn now(&self) -> Time {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        at_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// Another clock, shifted: policy time in demo mode, all time in tests.
#[derive(Debug)]
pub struct ShiftedClock<C> {
    inner: C,
    offset_ms: AtomicI64,
}

impl<C: Clock> ShiftedClock<C> {
    /// Starts without a shift.
    pub const fn new(inner: C) -> Self {
        Self { inner, offset_ms: AtomicI64::new(0) }
    }

    /// Sets how far the clock is ahead of the inner one; negative is behind.
    pub fn set_offset(&self, offset: Duration) {
        self.offset_ms.store(offset.num_milliseconds(), Ordering::SeqCst);
    }

    /// How far the clock is ahead of the inner one.
    pub fn offset(&self) -> Duration {
        Duration::milliseconds(self.offset_ms.load(Ordering::SeqCst))
    }
}

impl<C: Clock> Clock for ShiftedClock<C> {
    fn now(&self) -> Time {
        self.inner.now() + self.offset()
    }
}

/// A clock that stands still until it is moved, for tests.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// Stands at `now`.
    #[must_use]
    pub const fn at(now: Time) -> Self {
        Self(AtomicI64::new(now.timestamp_millis()))
    }

    /// Moves forward.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(by.num_milliseconds().max(0), Ordering::SeqCst);
    }
}

impl ManualClock {
    /// Moves back, as a clock does that was wrong and is set right.
    pub fn set_back(&self, by: Duration) {
        self.0.fetch_sub(by.num_milliseconds().max(0), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Time {
        at_millis(self.0.load(Ordering::SeqCst))
    }
}

/// The moment that many milliseconds after the Unix epoch; far beyond any stored time, the epoch itself.
#[must_use]
pub fn at_millis(millis: i64) -> Time {
    DateTime::<Utc>::from_timestamp_millis(millis).unwrap_or(DateTime::<Utc>::UNIX_EPOCH)
}

/// The moment that many seconds after the Unix epoch.
#[must_use]
pub fn at_seconds(seconds: i64) -> Time {
    at_millis(seconds.saturating_mul(1000))
}
