//! Setting a PIN (RFC 9807 section 5), with the key of the device that it will work on.

use leasehold_domain::{FactorId, Time};
use leasehold_factors::device_key::{Challenge, DeviceProof, DevicePublicKey, Purpose};
use leasehold_factors::opaque::server::PinRecord;
use leasehold_factors::opaque::{PinError, RegistrationRequest, RegistrationUpload, Stretching};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::stored::StoredPin;
use super::wire::{Encoded, RegistrationStarted, RegistrationStep, Upload};
use super::{encode, hash, name};
use crate::AuthorizationServer;

/// What is kept until the browser has sealed the record.
#[derive(Serialize, Deserialize)]
pub(crate) struct Registering {
    /// The factor to come, by which the PIN is named in the exchange.
    id: FactorId,
    key: Encoded,
    challenge: String,
    challenged_at: i64,
    bound_to: String,
}

/// A PIN that can be stored.
pub(crate) struct NewPin {
    pub(crate) id: FactorId,
    /// Sealed.
    pub(crate) secret: Vec<u8>,
}

impl Registering {
    /// Answers the blinded PIN. The caller has made sure of a fresh proof (checklist OP-2), and fills in the
    /// ceremony.
    pub(crate) fn start(
        server: &AuthorizationServer,
        step: &RegistrationStep,
    ) -> Result<(RegistrationStarted, Self), PinError> {
        let RegistrationStep::Request { request: Encoded(request), key } = step;
        let key = DevicePublicKey::from_jwk(key).map_err(|_| PinError::Malformed)?;
        let entropy = server.entropy.as_ref();
        let id = FactorId::generate(server.now(), entropy);
        let credential = name(server, id);
        // The key signs for this very PIN and no other.
        let bound_to = encode(&hash(&json!({"pin": encode(request), "name": credential})));
        let request = RegistrationRequest::from_slice(request)?;
        let response = server.pins.opaque.register(&request, &server.pins.identity(&credential))?;
        let challenge = Challenge::issue(entropy).to_string();
        let challenged_at = server.now().timestamp_millis();
        let state = Self {
            id,
            key: Encoded(key.as_point().to_vec()),
            challenge: challenge.clone(),
            challenged_at,
            bound_to: bound_to.clone(),
        };
        let started = RegistrationStarted {
            ceremony: String::new(),
            response: Encoded(response.as_bytes().to_vec()),
            credential,
            challenge,
            challenged_at,
            purpose: Purpose::Enrolment.as_str(),
            bound_to,
        };
        Ok((started, state))
    }

    /// Takes the record, if the key of the device signed for it.
    pub(crate) fn finish(&self, server: &AuthorizationServer, upload: &str) -> Option<NewPin> {
        let upload: Upload = serde_json::from_str(upload).ok()?;
        let key = DevicePublicKey::from_point(&self.key.0).ok()?;
        let proof = DeviceProof {
            challenge: &self.challenge.parse::<Challenge>().ok()?,
            challenged_at: Time::from_timestamp_millis(self.challenged_at)?,
            origin: &server.pins.origin,
            purpose: Purpose::Enrolment,
            bound_to: &self.bound_to,
        };
        key.verify(&proof.statement(), &upload.signature.0).ok()?;
        // Nothing older is taken for a new PIN.
        let stretching = Stretching::from_version(upload.stretching)?;
        if stretching != Stretching::CURRENT {
            return None;
        }
        let record =
            PinRecord::new(&RegistrationUpload::from_slice(&upload.record.0).ok()?, stretching).ok()?;
        Some(NewPin { id: self.id, secret: StoredPin::new(record, key).seal(server, self.id) })
    }
}
