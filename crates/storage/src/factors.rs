use leasehold_domain::user::Factor;
use leasehold_domain::{FactorId, Time, UserId};

use crate::Result;

/// Authenticators.
#[async_trait::async_trait]
pub trait Factors {
    /// Those of a person, oldest first.
    async fn factors(&mut self, user: UserId) -> Result<Vec<Factor>>;
    /// A new one.
    async fn add_factor(&mut self, factor: &Factor) -> Result<()>;
    /// Takes one away.
    async fn remove_factor(&mut self, factor: FactorId) -> Result<()>;
    /// Accepts a TOTP time step, unless it or a later one was accepted before (RFC 6238 section 5.2).
    async fn accept_step(&mut self, factor: FactorId, step: i64, now: Time) -> Result<bool>;
    /// Notes a use.
    async fn touch_factor(&mut self, factor: FactorId, now: Time) -> Result<()>;
}
