//! Errors, typed per boundary: what an operator configured, what a call can meet, what a sign-in can meet.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use leasehold_http_kit::ProblemResponse;
use leasehold_http_kit::problem::unavailable;
use leasehold_storage::StorageError;

/// The configuration cannot work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The client key is not a P-256 key in PKCS#8 PEM.
    #[error("the client key is not a P-256 key in PKCS#8 PEM")]
    Key,
    /// An address is not what it should be; the text names the setting.
    #[error("the setting {0} is not a valid address")]
    Address(&'static str),
}

/// Why the backend-for-frontend could not answer. No text holds input, an address or a secret.
#[derive(Debug, thiserror::Error)]
pub enum BffError {
    /// The call is not on the allow-list.
    #[error("the call is not on the allow-list")]
    NotAllowed,
    /// The authorization server or the API did not answer, or not in a usable way. The session stays.
    #[error("another part cannot be reached")]
    Unavailable,
    /// The authorization server refused what we asked for.
    #[error("the authorization server refused the request: {0}")]
    Refused(String),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Something sealed cannot be opened.
    #[error("stored data cannot be read")]
    Unreadable,
}

impl IntoResponse for BffError {
    fn into_response(self) -> Response {
        match self {
            Self::NotAllowed => ProblemResponse::new(StatusCode::NOT_FOUND).into_response(),
            Self::Unavailable => unavailable(5),
            Self::Refused(_) | Self::Storage(_) | Self::Unreadable => {
                tracing::error!(error = %self, "backend-for-frontend failed");
                ProblemResponse::new(StatusCode::INTERNAL_SERVER_ERROR).into_response()
            }
        }
    }
}

/// Why a sign-in or step-up did not happen; its word is the `code` in the query of the failure page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInFailure {
    /// The answer belongs to no sign-in that this browser has in progress: too late, done before, begun
    /// elsewhere.
    #[error("not_in_progress")]
    NotInProgress,
    /// The answer does not come from our authorization server (RFC 9207).
    #[error("wrong_issuer")]
    WrongIssuer,
    /// The person said no.
    #[error("denied")]
    Denied,
    /// It takes the person, who was not asked (`login_required`, `interaction_required`…).
    #[error("interaction_required")]
    InteractionRequired,
    /// What was asked cannot be proved (`unmet_authentication_requirements`).
    #[error("not_met")]
    NotMet,
    /// The browser did not show the key of its device to the authorization server: the session may be a copy.
    #[error("key_missing")]
    KeyMissing,
    /// A rule has taken meanwhile what was to be confirmed; the access page says which.
    #[error("held")]
    Held,
    /// Somebody else, or another session, finished what was begun here.
    #[error("someone_else")]
    SomeoneElse,
    /// The answer did not pass a check.
    #[error("rejected")]
    Rejected,
    /// Too many sign-ins were begun from this address; worth another try in a minute.
    #[error("too_many")]
    TooMany,
    /// The authorization server or the database did not answer; worth another try.
    #[error("unavailable")]
    Unavailable,
}

impl From<BffError> for SignInFailure {
    fn from(error: BffError) -> Self {
        match error {
            BffError::Unavailable => Self::Unavailable,
            BffError::NotAllowed | BffError::Refused(_) | BffError::Unreadable => Self::Rejected,
            BffError::Storage(_) => {
                tracing::error!(%error, "a sign-in failed");
                Self::Unavailable
            }
        }
    }
}
