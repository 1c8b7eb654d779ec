use leasehold_domain::facts::PostureFact;
use leasehold_domain::{DeviceId, Time};

use crate::Result;

/// What sources say of the state of devices.
#[async_trait::async_trait]
pub trait Postures {
    /// Every source's word on a device, sorted by source.
    async fn postures(&mut self, device: DeviceId) -> Result<Vec<PostureFact>>;
    /// Replaces what that source said before; `false` if it has said something newer. What it said in the future, by a
    /// clock that was ahead, is not newer.
    async fn put_posture(&mut self, device: DeviceId, posture: &PostureFact, now: Time) -> Result<bool>;
    /// Takes back what a source said; `false` if it had said nothing.
    async fn clear_posture(&mut self, device: DeviceId, source: &str) -> Result<bool>;
}
