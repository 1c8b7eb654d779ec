//! Tries at what belongs to one account: counted apart for each of the person's devices, for all strangers together,
//! and for each address, so that whoever has the password elsewhere cannot keep the owner out (invariant 9).

use leasehold_domain::device::TrustState;
use leasehold_domain::{DeviceId, Time, UserId};
use leasehold_storage::{Result, Transaction};

use crate::browser::Browser;
use crate::limits::{self, Limit, Standing};

/// The buckets in which a try counts.
#[derive(Debug)]
pub(crate) struct Tries {
    account: String,
    address: String,
    limits: &'static [Limit],
}

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tried {
    /// A code from an authenticator app.
    Code,
    /// A recovery code.
    RecoveryCode,
    /// The password, by somebody who is signed in.
    Password,
}

impl Tries {
    /// Tries of a person on the device that their session is on, which the caller has found to be it. Trust that has
    /// lapsed still tells the person's device from a stranger's.
    pub(crate) async fn of(
        tx: &mut dyn Transaction,
        tried: Tried,
        (user, device): (UserId, DeviceId),
        browser: &Browser,
    ) -> Result<Self> {
        let trust = tx.trust(user, device).await?;
        let theirs = trust.is_some_and(|trust| matches!(trust.state, TrustState::Trusted { .. }));
        let (purpose, address, limits) = tried.counted();
        Ok(Self {
            account: if theirs {
                format!("{purpose}:known:{device}:{user}")
            } else {
                strangers(purpose, user)
            },
            address: limits::address_bucket(address, browser.address),
            limits,
        })
    }

    /// How many more are looked at, or until when none is.
    pub(crate) async fn standing(&self, tx: &mut dyn Transaction, now: Time) -> Result<Standing> {
        let account = self.account(tx, now).await?;
        let address = limits::standing(tx, &self.address, limits::ADDRESS, now).await?;
        Ok(account.stricter(address))
    }

    /// Counts a failure for the account, and says where it stands: only that is told to its owner.
    pub(crate) async fn fail(&self, tx: &mut dyn Transaction, now: Time) -> Result<Standing> {
        tx.add_failure(&self.account, now).await?;
        self.account(tx, now).await
    }

    /// Counts a failure for the address.
    pub(crate) async fn fail_from_here(&self, tx: &mut dyn Transaction, now: Time) -> Result<()> {
        tx.add_failure(&self.address, now).await
    }

    /// It was right.
    pub(crate) async fn succeed(&self, tx: &mut dyn Transaction) -> Result<()> {
        tx.clear_failures(&self.account).await
    }

    async fn account(&self, tx: &mut dyn Transaction, now: Time) -> Result<Standing> {
        let mut strictest = Standing::Free(u32::MAX);
        for limit in self.limits {
            strictest = strictest.stricter(limits::standing(tx, &self.account, *limit, now).await?);
        }
        Ok(strictest)
    }
}

/// Forgets what strangers failed at, once there is something else to guess.
pub(crate) async fn forget_strangers(tx: &mut dyn Transaction, tried: Tried, user: UserId) -> Result<()> {
    tx.clear_failures(&strangers(tried.counted().0, user)).await
}

fn strangers(purpose: &str, user: UserId) -> String {
    format!("{purpose}:stranger:{user}")
}

impl Tried {
    /// Names of the buckets of accounts and of addresses, and how much an account takes.
    const fn counted(self) -> (&'static str, &'static str, &'static [Limit]) {
        match self {
            Self::Code => ("code", "code", &[limits::CODE, limits::CODES_EVER]),
            Self::RecoveryCode => ("recovery", "code", &[limits::CODE, limits::CODES_EVER]),
            Self::Password => ("password", "sign-in", &[limits::SIGN_IN]),
        }
    }
}
