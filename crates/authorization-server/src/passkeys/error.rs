use webauthn_rs::prelude::WebauthnError;

/// Why a key was not accepted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PasskeyError {
    /// The counter went backwards: there may be a copy of the key (WebAuthn Level 3 section 6.1.1).
    #[error("the counter of the passkey went backwards")]
    Cloned,
    /// Malformed, for another challenge, origin or relying party, or not verified.
    #[error("the answer of the passkey is not valid")]
    Invalid(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<WebauthnError> for PasskeyError {
    fn from(error: WebauthnError) -> Self {
        match error {
            WebauthnError::CredentialPossibleCompromise => Self::Cloned,
            other => Self::Invalid(Box::new(other)),
        }
    }
}

impl From<serde_json::Error> for PasskeyError {
    fn from(error: serde_json::Error) -> Self {
        Self::Invalid(Box::new(error))
    }
}
