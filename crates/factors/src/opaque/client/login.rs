//! Proving a PIN (RFC 9807 section 6).

use leasehold_domain::Entropy;
use opaque_ke::{ClientLogin, ClientLoginFinishParameters, CredentialResponse, Identifiers};

use crate::opaque::suite::{Random, Suite};
use crate::opaque::{Ke1, Ke2, Ke3, PinError, PinIdentity, Stretching, TransactionHash, TranscriptHash};
use crate::pin::Pin;

/// A login that waits for KE2.
pub struct PinLogin {
    state: ClientLogin<Suite>,
    ke1: Ke1,
    pin: Pin,
}

/// What to send in the end.
#[derive(Debug)]
pub struct LoginProof {
    /// Proves the PIN.
    pub ke3: Ke3,
    /// What the device key signs beside it.
    pub transcript: TranscriptHash,
}

impl PinLogin {
    /// Blinds the PIN and makes KE1.
    ///
    /// # Errors
    ///
    /// [`PinError::Internal`] only.
    pub fn start(pin: Pin, entropy: &dyn Entropy) -> Result<Self, PinError> {
        let started = ClientLogin::<Suite>::start(&mut Random(entropy), pin.expose())?;
        let ke1 = Ke1::from_slice(&started.message.serialize())?;
        Ok(Self { state: started.state, ke1, pin })
    }

    /// The message that opens the login.
    #[must_use]
    pub const fn ke1(&self) -> &Ke1 {
        &self.ke1
    }

    /// Stretches the PIN, which takes a while, opens the envelope, and proves it.
    ///
    /// # Errors
    ///
    /// [`PinError::WrongPin`] if the envelope does not open, [`PinError::Malformed`] if KE2 is broken.
    pub fn finish(
        self,
        ke2: &Ke2,
        stretching: Stretching,
        identity: &PinIdentity<'_>,
        transaction: &TransactionHash,
        entropy: &dyn Entropy,
    ) -> Result<LoginProof, PinError> {
        let response = CredentialResponse::deserialize(ke2.as_bytes())?;
        let (client, server, context) = (identity.client(), identity.server(), transaction.context());
        let function = stretching.function()?;
        let parameters = ClientLoginFinishParameters::new(
            Some(&context),
            Identifiers { client: Some(&client), server: Some(&server) },
            Some(&function),
        );
        let finished = self.state.finish(&mut Random(entropy), self.pin.expose(), response, parameters)?;
        let ke3 = Ke3::from_slice(&finished.message.serialize())?;
        Ok(LoginProof { transcript: TranscriptHash::of(&self.ke1, ke2, &ke3), ke3 })
    }
}
