use leasehold_domain::device::{Device, DeviceTrust};
use leasehold_domain::{DeviceId, HashedToken, Time, UserId};

use crate::Result;

/// Which cookie of a device was presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieMatch {
    /// The current one.
    Current,
    /// The one before; right after a rotation that is normal, later it is the sign of a copy.
    Previous,
}

/// Devices and what people think of them.
#[async_trait::async_trait]
pub trait Devices {
    /// By id.
    async fn device(&mut self, id: DeviceId) -> Result<Option<Device>>;
    /// By cookie, current or previous.
    async fn device_by_cookie(&mut self, cookie: HashedToken) -> Result<Option<(Device, CookieMatch)>>;
    /// A new one.
    async fn add_device(&mut self, device: &Device) -> Result<()>;
    /// Makes `cookie` the current one and the current one the previous, if `expected` still is current.
    async fn rotate_device(
        &mut self,
        id: DeviceId,
        expected: HashedToken,
        cookie: HashedToken,
        now: Time,
    ) -> Result<bool>;
    /// Notes that an old cookie was shown; `false` if that is known already since the last rotation.
    async fn note_cookie_reuse(&mut self, id: DeviceId, now: Time) -> Result<bool>;
    /// What a person thinks of a device.
    async fn trust(&mut self, user: UserId, device: DeviceId) -> Result<Option<DeviceTrust>>;
    /// All devices of a person, the most recently used first.
    async fn trusts(&mut self, user: UserId) -> Result<Vec<DeviceTrust>>;
    /// What everybody who has used a device thinks of it.
    async fn trusts_of(&mut self, device: DeviceId) -> Result<Vec<DeviceTrust>>;
    /// Inserts or replaces.
    async fn put_trust(&mut self, trust: &DeviceTrust) -> Result<()>;
}
