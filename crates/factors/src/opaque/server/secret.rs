//! The server's secret, and registration, which needs nothing else.

use std::fmt;

use hkdf::Hkdf;
use opaque_ke::key_exchange::group::Group;
use opaque_ke::{Ristretto255, ServerRegistration, ServerSetup};
use sha2::Sha512;
use zeroize::Zeroizing;

use crate::framing::framed;
use crate::opaque::suite::Suite;
use crate::opaque::{PinError, PinIdentity, RegistrationRequest, RegistrationResponse};

/// The keys of the server, all derived from one seed that lives outside the database (checklist OP-8). With
/// another seed no registered PIN can be proved any more: each has to be set again.
pub struct PinServer {
    pub(super) setup: ServerSetup<Suite>,
    fakes: Hkdf<Sha512>,
    fake_public_key: [u8; 32],
}

impl PinServer {
    /// Derives the keys.
    ///
    /// # Errors
    ///
    /// [`PinError::Internal`], for none of all seeds that anyone will meet.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, PinError> {
        let keys = Hkdf::<Sha512>::new(Some(b"leasehold/pin-secret/v1"), seed);
        let oprf_seed: Zeroizing<[u8; 64]> = derive(&keys, b"oprf-seed")?;
        let private_key = private_key(&keys, b"private-key")?;
        let fake_public_key = Ristretto255::public_key(&private_key_of(&keys, b"fake-client")?);
        let fake_public_key: [u8; 32] = Ristretto255::serialize_pk(&fake_public_key).into();
        let setup = Zeroizing::new([oprf_seed.as_slice(), private_key.as_slice(), &fake_public_key].concat());
        let fake_seed: Zeroizing<[u8; 64]> = derive(&keys, b"fake-records")?;
        Ok(Self {
            setup: ServerSetup::deserialize(&setup)?,
            fakes: Hkdf::from_prk(fake_seed.as_slice()).map_err(|_| PinError::Internal)?,
            fake_public_key,
        })
    }

    /// Answers the first message of a registration. The caller has made sure of a stepped-up session
    /// (checklist OP-2).
    ///
    /// # Errors
    ///
    /// [`PinError::Malformed`] if the request is no element of the group.
    pub fn register(
        &self,
        request: &RegistrationRequest,
        identity: &PinIdentity<'_>,
    ) -> Result<RegistrationResponse, PinError> {
        let request = opaque_ke::RegistrationRequest::deserialize(request.as_bytes())?;
        let started = ServerRegistration::<Suite>::start(&self.setup, request, &identity.credential())?;
        Ok(RegistrationResponse::from_slice(&started.message.serialize())?)
    }

    /// The record that stands in where there is none: always the same for one name, with an empty envelope
    /// and the public part of a key that nobody uses (RFC 9807 section 6.3.2.2).
    pub(super) fn fake(&self, identity: &PinIdentity<'_>) -> Result<ServerRegistration<Suite>, PinError> {
        let mut masking_key = Zeroizing::new([0; 64]);
        let info = framed("leasehold/pin-fake/v1", &[&identity.client()]);
        self.fakes.expand(&info, masking_key.as_mut_slice()).map_err(|_| PinError::Internal)?;
        let envelope = [0; 96];
        let record = [self.fake_public_key.as_slice(), masking_key.as_slice(), &envelope].concat();
        Ok(ServerRegistration::deserialize(&record)?)
    }
}

impl fmt::Debug for PinServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinServer(…)")
    }
}

fn derive<const N: usize>(keys: &Hkdf<Sha512>, name: &[u8]) -> Result<Zeroizing<[u8; N]>, PinError> {
    let mut key = Zeroizing::new([0; N]);
    keys.expand(name, key.as_mut_slice()).map_err(|_| PinError::Internal)?;
    Ok(key)
}

/// `DeriveDiffieHellmanKeyPair` of RFC 9807 section 6.4.2.
fn private_key_of(keys: &Hkdf<Sha512>, name: &[u8]) -> Result<<Ristretto255 as Group>::Sk, PinError> {
    let seed: Zeroizing<[u8; 32]> = derive(keys, name)?;
    Ristretto255::derive_scalar((*seed).into()).map_err(|_| PinError::Internal)
}

fn private_key(keys: &Hkdf<Sha512>, name: &[u8]) -> Result<Zeroizing<[u8; 32]>, PinError> {
    Ok(Zeroizing::new(Ristretto255::serialize_sk(&private_key_of(keys, name)?).into()))
}
