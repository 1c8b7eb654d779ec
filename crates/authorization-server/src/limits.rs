//! Limits on guessing. Failures are counted in the database, so they survive restarts and new sign-ins.

use std::net::IpAddr;

use chrono::Duration;
use leasehold_domain::Time;
use leasehold_storage::{Result, Transaction};

/// How many failures a bucket takes, and for how long they count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    pub(crate) free: u32,
    pub(crate) window: Duration,
    /// Pause after the last free failure; doubles with each further one.
    pub(crate) pause: Duration,
}

/// Sign-ins to one account: strangers and each known device have a bucket of their own, so that nobody can
/// lock the owner out (invariant 9).
pub(crate) const SIGN_IN: Limit = Limit { free: 5, window: Duration::hours(1), pause: Duration::seconds(30) };
/// Sign-ins and codes from one address, whatever the account.
pub(crate) const ADDRESS: Limit =
    Limit { free: 30, window: Duration::hours(1), pause: Duration::seconds(30) };
/// Codes of one account (RFC 4226 section 7.3).
pub(crate) const CODE: Limit = Limit { free: 5, window: Duration::hours(1), pause: Duration::seconds(60) };

/// All codes of one account, however slowly they are tried: a hard stop before the hundredth failure in a row
/// (checklist TO-4). Only a right code, before it is reached, takes it back.
pub(crate) const CODES_EVER: Limit =
    Limit { free: 95, window: Duration::days(90), pause: Duration::days(90) };

/// A pause as long as this is told to whose codes they are.
pub(crate) const LONG_PAUSE: Duration = Duration::minutes(15);

/// The bucket of an address; of IPv6 the network, since one subscriber has all of it.
pub(crate) fn address_bucket(purpose: &str, address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => format!("address:{purpose}:{address}"),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("address:{purpose}:{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Where a bucket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// That many failures are still free.
    Free(u32),
    /// Nothing is looked at until then.
    Paused(Time),
}

impl Standing {
    /// The one that allows less.
    #[must_use]
    pub(crate) fn stricter(self, other: Self) -> Self {
        match (self, other) {
            (Self::Free(one), Self::Free(two)) => Self::Free(one.min(two)),
            (Self::Paused(one), Self::Paused(two)) => Self::Paused(one.max(two)),
            (paused @ Self::Paused(_), _) | (_, paused) => paused,
        }
    }
}

/// Looks at a bucket.
pub(crate) async fn standing(
    tx: &mut dyn Transaction,
    bucket: &str,
    limit: Limit,
    now: Time,
) -> Result<Standing> {
    let (count, last) = tx.failures(bucket, now - limit.window).await?;
    let Some(last) = last.filter(|_| count >= limit.free) else {
        return Ok(Standing::Free(limit.free.saturating_sub(count)));
    };
    // 30 s, 1 min, 2 min… at most as long as failures count.
    let doubled = limit.pause * 2i32.saturating_pow((count - limit.free).min(10));
    let until = last + doubled.min(limit.window);
    Ok(if now < until { Standing::Paused(until) } else { Standing::Free(1) })
}
