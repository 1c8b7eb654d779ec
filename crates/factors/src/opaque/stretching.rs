//! How the browser stretches a PIN (RFC 9807 section 7; checklist OP-1).

#[cfg(feature = "opaque-client")]
use opaque_ke::argon2::{Algorithm, Argon2, Params, Version};

/// The published settings, by version. A record keeps the version that it was made with. Only versions that
/// are known here are computed, so that no server can talk a browser into a cheaper one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretching {
    /// Argon2id, 19 MiB, two passes, one lane: OWASP's first choice, a few hundred milliseconds in
    /// WebAssembly on a phone. It matters only to who has both the database and the server's secret.
    V1,
}

impl Stretching {
    /// What new records get.
    pub const CURRENT: Self = Self::V1;

    /// Its number, on the wire and in the record.
    #[must_use]
    pub const fn version(self) -> u8 {
        match self {
            Self::V1 => 1,
        }
    }

    /// The settings of that number, if known.
    #[must_use]
    pub const fn from_version(version: u8) -> Option<Self> {
        match version {
            1 => Some(Self::V1),
            _ => None,
        }
    }

    #[cfg(feature = "opaque-client")]
    pub(super) fn function(self) -> Result<Argon2<'static>, super::PinError> {
        let Self::V1 = self;
        let params = Params::new(19 * 1024, 2, 1, None).map_err(|_| super::PinError::Internal)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}
