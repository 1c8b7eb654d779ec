//! What lies in the factor of a PIN: the record, the key of the device, and the tries since it was last right.
//!
//! The count is part of it rather than of the other limits, whose failures are forgotten with time: a locked
//! PIN stays locked (checklist OP-7).

use leasehold_domain::user::{Factor, FactorKind};
use leasehold_domain::{DeviceId, FactorId};
use leasehold_factors::device_key::DevicePublicKey;
use leasehold_factors::opaque::server::PinRecord;

use crate::AuthorizationServer;

/// Purpose under which it is sealed; bound to the id of the factor.
const SEAL_PURPOSE: &str = "pin";
/// First byte, for other forms to come.
const VERSION: u8 = 1;
/// Tries in a row until it is locked.
const FREE: u8 = 5;
/// What the count stands at once a lock has been told.
const TOLD: u8 = FREE + 1;

/// A PIN of one person on one device.
pub(super) struct StoredPin {
    tries: u8,
    pub(super) record: PinRecord,
    pub(super) key: DevicePublicKey,
}

impl StoredPin {
    /// A new one.
    pub(super) const fn new(record: PinRecord, key: DevicePublicKey) -> Self {
        Self { tries: 0, record, key }
    }

    /// The one among these factors that works on this device. What cannot be opened is none: it has to be set
    /// again (checklist OP-8).
    pub(super) fn on<'a>(
        server: &AuthorizationServer,
        factors: impl IntoIterator<Item = &'a Factor>,
        device: DeviceId,
    ) -> Option<(&'a Factor, Self)> {
        let factor =
            factors.into_iter().find(|it| it.kind == FactorKind::Pin && it.device == Some(device))?;
        let opened = Self::open(server, factor);
        if opened.is_none() {
            tracing::warn!(factor = %factor.id, "a PIN cannot be opened");
        }
        Some((factor, opened?))
    }

    fn open(server: &AuthorizationServer, factor: &Factor) -> Option<Self> {
        let sealer = server.master_key.sealer(SEAL_PURPOSE);
        let plain = sealer.open(&factor.secret, &factor.id.to_string()).ok()?;
        let (&[VERSION, tries], rest) = plain.split_first_chunk()? else { return None };
        let (record, key) = rest.split_at_checked(PinRecord::LENGTH)?;
        let record = PinRecord::from_bytes(record).ok()?;
        Some(Self { tries, record, key: DevicePublicKey::from_point(key).ok()? })
    }

    /// The form to store.
    pub(super) fn seal(&self, server: &AuthorizationServer, factor: FactorId) -> Vec<u8> {
        let plain = [&[VERSION, self.tries], self.record.to_bytes().as_slice(), self.key.as_point()].concat();
        let sealer = server.master_key.sealer(SEAL_PURPOSE);
        sealer.seal(&plain, &factor.to_string(), server.entropy.as_ref())
    }

    /// One more try.
    pub(super) fn tried(self) -> Self {
        Self { tries: self.tries.saturating_add(1), ..self }
    }

    /// Proved, or opened again by something stronger.
    pub(super) fn cleared(self) -> Self {
        Self { tries: 0, ..self }
    }

    pub(super) const fn is_untried(&self) -> bool {
        self.tries == 0
    }

    /// Locked, and its owner has been told.
    pub(super) fn told(self) -> Self {
        Self { tries: TOLD, ..self }
    }

    pub(super) const fn is_told(&self) -> bool {
        self.tries >= TOLD
    }

    /// How many tries are left; 0 is locked.
    pub(super) const fn tries_left(&self) -> u8 {
        FREE.saturating_sub(self.tries)
    }
}
