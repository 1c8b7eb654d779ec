//! Why a form is not acted on: what `?` ends its handler with.

use axum::response::{IntoResponse, Response};
use leasehold_factors::opaque::PinError;
use leasehold_storage::StorageError;

use crate::failure::Failure;
use crate::interaction::NotLive;
use crate::leases::evaluate::EvaluationError;
use crate::passkeys::PasskeyError;

/// Why a form is not acted on.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The browser gets another answer.
    Answer(Box<Response>),
    /// Something failed inside.
    Failure(Failure),
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        match self {
            Self::Answer(response) => *response,
            Self::Failure(failure) => failure.into_response(),
        }
    }
}

impl From<Response> for Stop {
    fn from(response: Response) -> Self {
        Self::Answer(Box::new(response))
    }
}

impl From<NotLive> for Stop {
    fn from(not_live: NotLive) -> Self {
        not_live.response().into()
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// Whatever is a [`Failure`] stops a form too.
macro_rules! failures {
    ($($error:ty),+) => {$(
        impl From<$error> for Stop {
            fn from(error: $error) -> Self {
                Self::Failure(error.into())
            }
        }
    )+};
}

failures!(StorageError, EvaluationError, PasskeyError, PinError);
