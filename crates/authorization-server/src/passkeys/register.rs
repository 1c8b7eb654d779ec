//! Registering a key (WebAuthn Level 3 section 7.1).

use leasehold_domain::user::{Factor, User};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential};

use super::{PasskeyError, Passkeys, keys};

/// What has to be remembered until the browser answers. Never sent to it (checklist WA-1).
#[derive(Serialize, Deserialize)]
pub(crate) struct Registering(PasskeyRegistration);

/// A key that proved itself.
pub(crate) struct NewPasskey {
    /// Its id, which nobody else may have registered.
    pub(crate) credential: Vec<u8>,
    /// What is stored to recognise it: a public key, no secret.
    pub(crate) stored: Vec<u8>,
}

impl Passkeys {
    /// The options for the browser, and what to remember. Keys that the person has are excluded (checklist
    /// WA-5).
    pub(crate) fn start_registration(
        &self,
        user: &User,
        factors: &[Factor],
    ) -> Result<(Value, Registering), PasskeyError> {
        let exclude = keys(factors).iter().map(|key| key.cred_id().clone()).collect();
        let (options, state) = self.webauthn.start_passkey_registration(
            user.id.into(),
            &user.username,
            &user.name,
            Some(exclude),
        )?;
        let mut options = serde_json::to_value(options.public_key)?;
        // Found without typing a name wherever the authenticator can keep it (checklist WA-4).
        if let Some(selection) = options.get_mut("authenticatorSelection") {
            selection["residentKey"] = json!("preferred");
        }
        Ok((options, Registering(state)))
    }

    /// Checks the answer.
    pub(crate) fn finish_registration(
        &self,
        answer: &str,
        state: &Registering,
    ) -> Result<NewPasskey, PasskeyError> {
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer)?;
        let passkey = self.webauthn.finish_passkey_registration(&answer, &state.0)?;
        Ok(NewPasskey { credential: passkey.cred_id().to_vec(), stored: serde_json::to_vec(&passkey)? })
    }
}
