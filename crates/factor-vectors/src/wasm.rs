//! What `run.mjs` calls.

use leasehold_domain::SystemEntropy;
use leasehold_factors::opaque::server::{PendingLogin, PinRecord, PinServer};
use leasehold_factors::opaque::{
    Ke1, Ke3, PinIdentity, RegistrationRequest, RegistrationUpload, Stretching, TransactionHash,
};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// Runs all vectors; the report as JSON.
///
/// # Errors
///
/// If the report cannot be written.
#[wasm_bindgen]
pub fn run_vectors() -> Result<String, JsError> {
    Ok(serde_json::to_string(&crate::run())?)
}

/// A server with one PIN, so that the module for the browser can be tried as it is shipped.
#[wasm_bindgen]
pub struct ServerEnd {
    server: PinServer,
    issuer: String,
    credential: String,
    record: Option<PinRecord>,
    pending: Option<PendingLogin>,
}

#[wasm_bindgen]
impl ServerEnd {
    /// A server without a PIN.
    ///
    /// # Errors
    ///
    /// None that anyone will meet.
    #[wasm_bindgen(constructor)]
    pub fn new(issuer: String, credential: String) -> Result<Self, JsError> {
        Ok(Self { server: PinServer::from_seed(&[9; 32])?, issuer, credential, record: None, pending: None })
    }

    /// Answers a registration request.
    ///
    /// # Errors
    ///
    /// If it is broken.
    pub fn register(&self, request: &[u8]) -> Result<Vec<u8>, JsError> {
        let request = RegistrationRequest::from_slice(request)?;
        Ok(self.server.register(&request, &self.identity())?.as_bytes().to_vec())
    }

    /// Stores the upload.
    ///
    /// # Errors
    ///
    /// If it is broken.
    pub fn store(&mut self, upload: &[u8], stretching: u8) -> Result<(), JsError> {
        let stretching = Stretching::from_version(stretching).ok_or_else(|| JsError::new("stretching"))?;
        self.record = Some(PinRecord::new(&RegistrationUpload::from_slice(upload)?, stretching)?);
        Ok(())
    }

    /// Answers KE1.
    ///
    /// # Errors
    ///
    /// If it is broken.
    pub fn start_login(&mut self, ke1: &[u8], transaction: &[u8]) -> Result<Vec<u8>, JsError> {
        let transaction = TransactionHash::from_bytes(transaction.try_into()?);
        let ke1 = Ke1::from_slice(ke1)?;
        let record = self.record.as_ref();
        let answer = self.server.start_login(record, &ke1, &self.identity(), &transaction, &SystemEntropy)?;
        self.pending = Some(answer.pending);
        Ok(answer.ke2.as_bytes().to_vec())
    }

    /// Whether KE3 is right; gives the hash of the transcript.
    ///
    /// # Errors
    ///
    /// If it is wrong.
    pub fn finish_login(&mut self, ke3: &[u8]) -> Result<Vec<u8>, JsError> {
        let pending = self.pending.take().ok_or_else(|| JsError::new("no login was started"))?;
        Ok(pending.finish(&Ke3::from_slice(ke3)?)?.as_bytes().to_vec())
    }

    fn identity(&self) -> PinIdentity<'_> {
        PinIdentity { issuer: &self.issuer, credential: &self.credential }
    }
}
