//! Setting a PIN (RFC 9807 section 5).

use leasehold_domain::Entropy;
use opaque_ke::{ClientRegistration, ClientRegistrationFinishParameters, Identifiers};

use crate::opaque::suite::{Random, Suite};
use crate::opaque::{
    PinError, PinIdentity, RegistrationRequest, RegistrationResponse, RegistrationUpload, Stretching,
};
use crate::pin::Pin;

/// A registration that waits for the server's answer.
pub struct PinRegistration {
    state: ClientRegistration<Suite>,
    pin: Pin,
}

/// What to send in the end.
#[derive(Debug)]
pub struct Registered {
    /// For the server to store.
    pub upload: RegistrationUpload,
    /// How the PIN was stretched, to be stored with it.
    pub stretching: Stretching,
}

impl PinRegistration {
    /// Blinds the PIN.
    ///
    /// # Errors
    ///
    /// [`PinError::Internal`] only.
    pub fn start(pin: Pin, entropy: &dyn Entropy) -> Result<(RegistrationRequest, Self), PinError> {
        let started = ClientRegistration::<Suite>::start(&mut Random(entropy), pin.expose())?;
        let request = RegistrationRequest::from_slice(&started.message.serialize())?;
        Ok((request, Self { state: started.state, pin }))
    }

    /// Stretches the PIN, which takes a while, and seals the envelope.
    ///
    /// # Errors
    ///
    /// [`PinError::Malformed`] if the answer is broken.
    pub fn finish(
        self,
        response: &RegistrationResponse,
        identity: &PinIdentity<'_>,
        entropy: &dyn Entropy,
    ) -> Result<Registered, PinError> {
        let response = opaque_ke::RegistrationResponse::deserialize(response.as_bytes())?;
        let (client, server) = (identity.client(), identity.server());
        let stretching = Stretching::CURRENT;
        let function = stretching.function()?;
        let parameters = ClientRegistrationFinishParameters::new(
            Identifiers { client: Some(&client), server: Some(&server) },
            Some(&function),
        );
        let finished = self.state.finish(&mut Random(entropy), self.pin.expose(), response, parameters)?;
        Ok(Registered { upload: RegistrationUpload::from_slice(&finished.message.serialize())?, stretching })
    }
}
