//! What is stored of a PIN.

use std::fmt;

use opaque_ke::ServerRegistration;

use crate::opaque::suite::Suite;
use crate::opaque::{PinError, RegistrationUpload, Stretching};

/// A registered PIN of one person on one device. Useless without the server's secret.
#[derive(Clone)]
pub struct PinRecord {
    pub(super) stretching: Stretching,
    pub(super) upload: ServerRegistration<Suite>,
}

impl PinRecord {
    /// Length of the stored form: the version of the stretching, then the upload.
    pub const LENGTH: usize = 1 + RegistrationUpload::LENGTH;

    /// Takes what the browser sends at the end of a registration.
    ///
    /// # Errors
    ///
    /// [`PinError::Malformed`] if its public key is none.
    pub fn new(upload: &RegistrationUpload, stretching: Stretching) -> Result<Self, PinError> {
        let upload = opaque_ke::RegistrationUpload::deserialize(upload.as_bytes())?;
        Ok(Self { stretching, upload: ServerRegistration::finish(upload) })
    }

    /// Takes a stored record.
    ///
    /// # Errors
    ///
    /// [`PinError::Malformed`] for anything but what [`Self::to_bytes`] gives.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PinError> {
        let (version, upload) = bytes.split_first().ok_or(PinError::Malformed)?;
        let stretching = Stretching::from_version(*version).ok_or(PinError::Malformed)?;
        Self::new(&RegistrationUpload::from_slice(upload)?, stretching)
    }

    /// The form to store.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        [&[self.stretching.version()], self.upload.serialize().as_slice()].concat()
    }
}

impl fmt::Debug for PinRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PinRecord").field("stretching", &self.stretching).finish_non_exhaustive()
    }
}
