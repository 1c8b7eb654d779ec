//! From KE1 to KE2, and from KE3 to the verdict.

use std::fmt;

use leasehold_domain::Entropy;
use opaque_ke::{CredentialFinalization, CredentialRequest, Identifiers, ServerLogin, ServerLoginParameters};
use zeroize::Zeroizing;

use super::{PinRecord, PinServer};
use crate::opaque::suite::{Random, Suite};
use crate::opaque::{Ke1, Ke2, Ke3, PinError, PinIdentity, Stretching, TransactionHash, TranscriptHash};

/// Bytes of what `opaque-ke` keeps between KE2 and KE3: session key and expected code.
const STATE: usize = 128;

/// What to send for KE1, and what to keep.
#[derive(Debug)]
pub struct LoginAnswer {
    /// For the browser.
    pub ke2: Ke2,
    /// For the browser: how this PIN was stretched.
    pub stretching: Stretching,
    /// For the server.
    pub pending: PendingLogin,
}

/// A login that waits for KE3: kept sealed for a minute, used once, bound to its transaction by whoever
/// keeps it (checklist OP-3).
pub struct PendingLogin {
    ke1: Ke1,
    ke2: Ke2,
    state: Zeroizing<[u8; STATE]>,
}

impl PinServer {
    /// Answers KE1. Without a record the answer is made from a fake that looks alike, takes the same
    /// work, and that no KE3 can follow (checklist OP-4).
    ///
    /// The caller has counted the try before it calls this (checklist OP-5). Whoever withholds a record that
    /// exists gives no record **and another name**: under the same name the answer would evaluate the PIN with
    /// the same key, uncounted.
    ///
    /// # Errors
    ///
    /// [`PinError::Malformed`] if KE1 is broken.
    pub fn start_login(
        &self,
        record: Option<&PinRecord>,
        ke1: &Ke1,
        identity: &PinIdentity<'_>,
        transaction: &TransactionHash,
        entropy: &dyn Entropy,
    ) -> Result<LoginAnswer, PinError> {
        let request = CredentialRequest::deserialize(ke1.as_bytes())?;
        // Made in either case, so that the time tells nothing.
        let fake = self.fake(identity)?;
        let (upload, stretching) = match record {
            Some(record) => (record.upload.clone(), record.stretching),
            None => (fake, Stretching::CURRENT),
        };
        let (client, server, context) = (identity.client(), identity.server(), transaction.context());
        let started = ServerLogin::<Suite>::start(
            &mut Random(entropy),
            &self.setup,
            Some(upload),
            request,
            &identity.credential(),
            ServerLoginParameters {
                context: Some(&context),
                identifiers: Identifiers { client: Some(&client), server: Some(&server) },
            },
        )?;
        let ke2 = Ke2::from_slice(&started.message.serialize())?;
        let state = Zeroizing::new(started.state.serialize().into());
        let pending = PendingLogin { ke1: ke1.clone(), ke2: ke2.clone(), state };
        Ok(LoginAnswer { ke2, stretching, pending })
    }
}

impl PendingLogin {
    /// Length of the kept form.
    pub const LENGTH: usize = Ke1::LENGTH + Ke2::LENGTH + STATE;

    /// Checks KE3, the only proof of the PIN, and gives what the device key has to have signed.
    ///
    /// # Errors
    ///
    /// [`PinError::WrongPin`] unless KE3 is right.
    pub fn finish(self, ke3: &Ke3) -> Result<TranscriptHash, PinError> {
        let message = CredentialFinalization::deserialize(ke3.as_bytes())?;
        // Context and identities are in what the state expects already.
        ServerLogin::<Suite>::deserialize(self.state.as_slice())?
            .finish(message, ServerLoginParameters::default())?;
        Ok(TranscriptHash::of(&self.ke1, &self.ke2, ke3))
    }

    /// Takes a kept login.
    ///
    /// # Errors
    ///
    /// [`PinError::Malformed`] for anything but what [`Self::to_bytes`] gives.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PinError> {
        if bytes.len() != Self::LENGTH {
            return Err(PinError::Malformed);
        }
        let (ke1, rest) = bytes.split_at(Ke1::LENGTH);
        let (ke2, state) = rest.split_at(Ke2::LENGTH);
        Ok(Self {
            ke1: Ke1::from_slice(ke1)?,
            ke2: Ke2::from_slice(ke2)?,
            state: Zeroizing::new(state.try_into().map_err(|_| PinError::Malformed)?),
        })
    }

    /// The form to keep. It holds the key that a valid KE3 is made with: to be sealed.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([self.ke1.as_bytes().as_slice(), self.ke2.as_bytes(), self.state.as_slice()].concat())
    }
}

impl fmt::Debug for PendingLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PendingLogin(…)")
    }
}
