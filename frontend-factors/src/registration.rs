//! Setting a PIN.

use leasehold_domain::SystemEntropy;
use leasehold_factors::Pin;
use leasehold_factors::opaque::{PinIdentity, RegistrationResponse, client};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::Code;

/// A registration in progress.
#[wasm_bindgen]
pub struct PinRegistration {
    request: Vec<u8>,
    state: client::PinRegistration,
}

/// What to send in the end.
#[wasm_bindgen]
pub struct PinUpload {
    registered: client::Registered,
}

#[wasm_bindgen]
impl PinRegistration {
    /// Blinds an acceptable PIN.
    ///
    /// # Errors
    ///
    /// The problem of the PIN.
    pub fn start(pin: &str) -> Result<Self, JsError> {
        let start = || Ok::<_, Code>(client::PinRegistration::start(Pin::new(pin)?, &SystemEntropy)?);
        let (request, state) = start()?;
        Ok(Self { request: request.as_bytes().to_vec(), state })
    }

    /// For the server.
    #[must_use]
    #[wasm_bindgen(getter)]
    pub fn request(&self) -> Vec<u8> {
        self.request.clone()
    }

    /// Seals the server's answer with the PIN; takes a few hundred milliseconds. `issuer` is the page's own
    /// `location.origin`.
    ///
    /// # Errors
    ///
    /// `malformed` if the answer is.
    pub fn finish(self, response: &[u8], issuer: &str, credential: &str) -> Result<PinUpload, JsError> {
        let finish = || {
            let response = RegistrationResponse::from_slice(response)?;
            let identity = PinIdentity { issuer, credential };
            Ok::<_, Code>(self.state.finish(&response, &identity, &SystemEntropy)?)
        };
        Ok(PinUpload { registered: finish()? })
    }
}

#[wasm_bindgen]
impl PinUpload {
    /// For the server to store.
    #[must_use]
    #[wasm_bindgen(getter)]
    pub fn upload(&self) -> Vec<u8> {
        self.registered.upload.as_bytes().to_vec()
    }

    /// Version of the settings by which the PIN was stretched.
    #[must_use]
    #[wasm_bindgen(getter)]
    pub fn stretching(&self) -> u8 {
        self.registered.stretching.version()
    }
}
