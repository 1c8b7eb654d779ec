//! What can go wrong at either end.

use opaque_ke::errors::{InternalError, ProtocolError};

/// Why an exchange failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// The PIN is not the registered one, or the ends disagree about account, issuer or transaction. The
    /// browser learns it from KE2, the server from KE3.
    #[error("the PIN was not proved")]
    WrongPin,
    /// A message is broken, or comes back as it was sent.
    #[error("a message of the exchange is broken")]
    Malformed,
    /// Nothing that the other end could cause.
    #[error("the exchange failed")]
    Internal,
}

impl From<ProtocolError> for PinError {
    fn from(error: ProtocolError) -> Self {
        match error {
            ProtocolError::InvalidLoginError
            | ProtocolError::LibraryError(InternalError::SealOpenHmacError) => Self::WrongPin,
            ProtocolError::SerializationError
            | ProtocolError::SizeError { .. }
            | ProtocolError::ReflectedValueError
            // Elements of the OPRF that are no elements of the group.
            | ProtocolError::LibraryError(InternalError::OprfError(_)) => Self::Malformed,
            ProtocolError::LibraryError(_) => Self::Internal,
            ProtocolError::Custom(never) => match never {},
        }
    }
}

impl From<super::WrongLength> for PinError {
    fn from(_: super::WrongLength) -> Self {
        Self::Malformed
    }
}
