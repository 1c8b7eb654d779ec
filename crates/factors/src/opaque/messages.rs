//! The messages of RFC 9807 sections 5 and 6 as they travel. All have one length in our suite, so that a real
//! and a fake answer look alike; what is inside is checked by whoever receives it.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// The bytes are not of the one length that the message has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a message of {expected} bytes has {actual}")]
pub struct WrongLength {
    expected: usize,
    actual: usize,
}

macro_rules! message {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name([u8; $length]);

        impl $name {
            /// Length in bytes.
            pub const LENGTH: usize = $length;

            /// Takes a message from the wire.
            ///
            /// # Errors
            ///
            /// [`WrongLength`] unless it has exactly [`Self::LENGTH`] bytes.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, WrongLength> {
                let wrong = WrongLength { expected: $length, actual: bytes.len() };
                bytes.try_into().map(Self).map_err(|_| wrong)
            }

            /// The message, for the wire.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        /// Nothing of it: what travels here has no place in a log.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

message!(
    /// The blinded PIN, to register it.
    RegistrationRequest, 32
);
message!(
    /// The server's answer to it, and its public key.
    RegistrationResponse, 64
);
message!(
    /// What the server stores: public key, masking key and envelope.
    RegistrationUpload, 192
);
message!(
    /// Opens a login.
    Ke1, 96
);
message!(
    /// The server's answer, by which the browser learns whether the PIN was right.
    Ke2, 320
);
message!(
    /// Proves to the server that the PIN was right.
    Ke3, 64
);

impl Ke1 {
    /// SHA-256 of the message, which the device key signs.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

/// SHA-256 of KE1, KE2 and KE3, which the device key signs in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranscriptHash([u8; 32]);

impl TranscriptHash {
    /// Hashes a finished exchange. Lengths are fixed, so nothing stands between the messages.
    #[must_use]
    pub fn of(ke1: &Ke1, ke2: &Ke2, ke3: &Ke3) -> Self {
        Self(Sha256::new().chain_update(ke1.0).chain_update(ke2.0).chain_update(ke3.0).finalize().into())
    }

    /// The hash.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}
