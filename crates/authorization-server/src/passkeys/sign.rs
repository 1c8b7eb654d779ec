//! A signature with a registered key (WebAuthn Level 3 section 7.2).

use leasehold_domain::Time;
use leasehold_domain::proof::{KeyFacts, Proof};
use leasehold_domain::user::Factor;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;
use webauthn_rs::prelude::{
    AuthenticationResult, Credential, DiscoverableAuthentication, Passkey, PasskeyAuthentication,
    PublicKeyCredential,
};

use super::{PasskeyError, Passkeys, keys};

/// What has to be remembered until the browser answers. Never sent to it (checklist WA-1).
#[derive(Serialize, Deserialize)]
pub(crate) enum Signing {
    /// With one of these keys.
    Known(PasskeyAuthentication),
    /// With any key: the answer tells whose it is.
    Discoverable(DiscoverableAuthentication),
}

/// A signature that is right.
pub(crate) struct Signed {
    /// What it proves.
    pub(crate) proof: Proof,
    /// The stored key, if it changed: its counter went on.
    pub(crate) stored: Option<Vec<u8>>,
}

/// The answer of a browser, not checked yet.
pub(crate) struct Answer(PublicKeyCredential);

impl Answer {
    /// Reads it.
    pub(crate) fn parse(text: &str) -> Result<Self, PasskeyError> {
        Ok(Self(serde_json::from_str(text)?))
    }

    /// Which key it claims to be from.
    pub(crate) fn credential(&self) -> &[u8] {
        &self.0.raw_id
    }
}

impl Passkeys {
    /// The options for a person who is known already.
    pub(crate) fn start_step_up<'a>(
        &self,
        factors: impl IntoIterator<Item = &'a Factor>,
    ) -> Result<(Value, Signing), PasskeyError> {
        let (options, state) = self.webauthn.start_passkey_authentication(&keys(factors))?;
        Ok((serde_json::to_value(options.public_key)?, Signing::Known(state)))
    }

    /// The options for anyone: no list of keys, which would say who has some (checklist WA-12).
    pub(crate) fn start_sign_in(&self) -> Result<(Value, Signing), PasskeyError> {
        let (options, state) = self.webauthn.start_discoverable_authentication()?;
        Ok((serde_json::to_value(options.public_key)?, Signing::Discoverable(state)))
    }

    /// Checks the answer against the key it claims to be from. A key that does not count yet is a first
    /// factor only (design section 7, "First device, first factor").
    pub(crate) fn finish(
        &self,
        answer: &Answer,
        state: Signing,
        factor: &Factor,
        now: Time,
    ) -> Result<Signed, PasskeyError> {
        let mut passkey: Passkey = serde_json::from_slice(&factor.secret)?;
        let result = match state {
            Signing::Known(state) => self.webauthn.finish_passkey_authentication(&answer.0, &state)?,
            Signing::Discoverable(state) => {
                let (owner, _) = self.webauthn.identify_discoverable_authentication(&answer.0)?;
                if owner != Uuid::from(factor.user) {
                    return Err(PasskeyError::Invalid("the key is another person's".into()));
                }
                self.webauthn.finish_discoverable_authentication_v2(&answer.0, state, &passkey)?
            }
        };
        if result.cred_id() != passkey.cred_id() {
            return Err(PasskeyError::Invalid("another key answered".into()));
        }
        // The challenge remembers the key as it was then: another answer may have come in between.
        let (stored, counter) = (Credential::from(passkey.clone()).counter, result.counter());
        if (stored > 0 || counter > 0) && counter <= stored {
            return Err(PasskeyError::Cloned);
        }
        let changed = passkey.update_credential(&result) == Some(true);
        let stored = if changed { Some(serde_json::to_vec(&passkey)?) } else { None };
        let proof = Proof { lapsed: !factor.counts(now), ..Proof::of_key(factor.id, facts(&result), now) };
        Ok(Signed { proof, stored })
    }
}

fn facts(result: &AuthenticationResult) -> KeyFacts {
    KeyFacts { verified: result.user_verified(), synced: result.backup_eligible() }
}
