//! Proving a PIN.

use leasehold_domain::SystemEntropy;
use leasehold_factors::Pin;
use leasehold_factors::device_key;
use leasehold_factors::opaque::{Ke2, PinIdentity, Stretching, TransactionHash, client};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::Code;

/// A login in progress.
#[wasm_bindgen]
pub struct PinLogin {
    state: client::PinLogin,
}

/// What to send in the end.
#[wasm_bindgen]
pub struct PinProof {
    proof: client::LoginProof,
}

#[wasm_bindgen]
impl PinLogin {
    /// Blinds the PIN.
    ///
    /// # Errors
    ///
    /// The problem of a PIN that cannot have been set.
    pub fn start(pin: &str) -> Result<Self, JsError> {
        let start = || Ok::<_, Code>(client::PinLogin::start(Pin::new(pin)?, &SystemEntropy)?);
        Ok(Self { state: start()? })
    }

    /// For the server.
    #[must_use]
    #[wasm_bindgen(getter)]
    pub fn ke1(&self) -> Vec<u8> {
        self.state.ke1().as_bytes().to_vec()
    }

    /// What the device key signs beside KE1, for the challenge that the page came with.
    ///
    /// # Errors
    ///
    /// `malformed` if the challenge is.
    pub fn statement(&self, challenge: &str) -> Result<Vec<u8>, JsError> {
        let challenge = challenge.parse().map_err(Code::from)?;
        Ok(device_key::pin_start(&challenge, self.state.ke1()).as_bytes().to_vec())
    }

    /// Opens KE2 with the PIN; takes a few hundred milliseconds. `issuer` is the page's own
    /// `location.origin`, `transaction` the SHA-256 of what the page names.
    ///
    /// # Errors
    ///
    /// `wrong_pin`, or `malformed` if a message is.
    pub fn finish(
        self,
        ke2: &[u8],
        stretching: u8,
        issuer: &str,
        credential: &str,
        transaction: &[u8],
    ) -> Result<PinProof, JsError> {
        let finish = || {
            let ke2 = Ke2::from_slice(ke2)?;
            let stretching = Stretching::from_version(stretching).ok_or(Code::MALFORMED)?;
            let transaction =
                TransactionHash::from_bytes(transaction.try_into().map_err(|_| Code::MALFORMED)?);
            let identity = PinIdentity { issuer, credential };
            Ok::<_, Code>(self.state.finish(&ke2, stretching, &identity, &transaction, &SystemEntropy)?)
        };
        Ok(PinProof { proof: finish()? })
    }
}

#[wasm_bindgen]
impl PinProof {
    /// For the server.
    #[must_use]
    #[wasm_bindgen(getter)]
    pub fn ke3(&self) -> Vec<u8> {
        self.proof.ke3.as_bytes().to_vec()
    }

    /// What the device key signs beside KE3.
    #[must_use]
    #[wasm_bindgen(getter)]
    pub fn statement(&self) -> Vec<u8> {
        device_key::pin_finish(&self.proof.transcript).as_bytes().to_vec()
    }
}
