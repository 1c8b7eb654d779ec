use leasehold_domain::user::Factor;
use leasehold_domain::{FactorId, HashedToken, Time, UserId};

use crate::Result;

/// Authenticators.
#[async_trait::async_trait]
pub trait Factors {
    /// Those of a person, oldest first.
    async fn factors(&mut self, user: UserId) -> Result<Vec<Factor>>;
    /// The one with this WebAuthn credential id, whoever's it is.
    async fn factor_by_credential(&mut self, credential: &[u8]) -> Result<Option<Factor>>;
    /// A new one; `false` if its credential id is registered already, to anyone (checklist WA-5).
    async fn add_factor(&mut self, factor: &Factor) -> Result<bool>;
    /// Calls it by another name.
    async fn rename_factor(&mut self, factor: FactorId, name: &str) -> Result<()>;
    /// Replaces the secret: the counter of a passkey went on.
    async fn update_factor_secret(&mut self, factor: FactorId, secret: &[u8]) -> Result<()>;
    /// Notes that there may be a copy of it; the first time stays.
    async fn mark_compromised(&mut self, factor: FactorId, now: Time) -> Result<()>;
    /// Takes one away, with its recovery codes.
    async fn remove_factor(&mut self, factor: FactorId) -> Result<()>;
    /// Accepts a TOTP time step, unless it or a later one was accepted before (RFC 6238 section 5.2).
    async fn accept_step(&mut self, factor: FactorId, step: i64, now: Time) -> Result<bool>;
    /// Notes a use.
    async fn touch_factor(&mut self, factor: FactorId, now: Time) -> Result<()>;
    /// The codes of a new set of recovery codes.
    async fn add_recovery_codes(&mut self, factor: FactorId, codes: &[HashedToken]) -> Result<()>;
    /// Uses one up; `false` if it is none of the set or was used before.
    async fn use_recovery_code(&mut self, factor: FactorId, code: HashedToken, now: Time) -> Result<bool>;
    /// How many are left.
    async fn recovery_codes_left(&mut self, factor: FactorId) -> Result<u32>;
}
