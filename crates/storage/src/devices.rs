use leasehold_domain::device::{Device, DeviceKey, DeviceTraits, DeviceTrust};
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
    /// By the thumbprint of its key.
    async fn device_by_key(&mut self, thumbprint: [u8; 32]) -> Result<Option<Device>>;
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
    /// Binds a key to a device, or notes that it signed again and leaves when it was bound; `false` if the device has another key or
    /// another device has this one.
    async fn put_device_key(&mut self, id: DeviceId, key: &DeviceKey) -> Result<bool>;
    /// Writes how a device looks.
    async fn put_device_traits(&mut self, id: DeviceId, traits: &DeviceTraits) -> Result<()>;
    /// What a person thinks of a device.
    async fn trust(&mut self, user: UserId, device: DeviceId) -> Result<Option<DeviceTrust>>;
    /// All devices of a person, the most recently used first.
    async fn trusts(&mut self, user: UserId) -> Result<Vec<DeviceTrust>>;
    /// What everybody who has used a device thinks of it.
    async fn trusts_of(&mut self, device: DeviceId) -> Result<Vec<DeviceTrust>>;
    /// Inserts or replaces.
    async fn put_trust(&mut self, trust: &DeviceTrust) -> Result<()>;
}
