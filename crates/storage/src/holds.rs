use leasehold_domain::hold::Hold;
use leasehold_domain::waiver::Waiver;
use leasehold_domain::{DeviceId, HoldId, Time, UserId};

use crate::Result;

/// Holds and waivers.
#[async_trait::async_trait]
pub trait Holds {
    /// By id.
    async fn hold(&mut self, id: HoldId) -> Result<Option<Hold>>;
    /// The open ones of a person, oldest first.
    async fn open_holds(&mut self, user: UserId) -> Result<Vec<Hold>>;
    /// A new one.
    async fn add_hold(&mut self, hold: &Hold) -> Result<()>;
    /// Writes how a hold closed, if it is still open.
    async fn close_hold(&mut self, hold: &Hold) -> Result<bool>;
    /// How long it took from decided to pushed, in milliseconds.
    async fn set_took(&mut self, hold: HoldId, took_ms: u32) -> Result<()>;
    /// The waivers of a person that are not past their end.
    async fn waivers(&mut self, user: UserId, now: Time) -> Result<Vec<Waiver>>;
    /// A new one.
    async fn add_waiver(&mut self, waiver: &Waiver) -> Result<()>;
    /// Ends the waivers of a person that were given on a device.
    async fn end_waivers(&mut self, user: UserId, given_on: DeviceId, now: Time) -> Result<()>;
}
