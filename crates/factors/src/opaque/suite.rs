//! The suite of RFC 9807 section 7 that we use, and randomness for it.

use leasehold_domain::Entropy;
use opaque_ke::argon2::Argon2;
use opaque_ke::rand::{CryptoRng, Error, RngCore};
use opaque_ke::{CipherSuite, Ristretto255, TripleDh};
use sha2::Sha512;

/// ristretto255-SHA512, 3DH, Argon2id.
pub(super) struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, Sha512>;
    type Ksf = Argon2<'static>;
}

/// Our injected randomness under the trait that `opaque-ke` asks for.
pub(super) struct Random<'a>(pub(super) &'a dyn Entropy);

impl RngCore for Random<'_> {
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(self.0.bytes())
    }

    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(self.0.bytes())
    }

    fn fill_bytes(&mut self, buffer: &mut [u8]) {
        self.0.fill(buffer);
    }

    fn try_fill_bytes(&mut self, buffer: &mut [u8]) -> Result<(), Error> {
        self.0.fill(buffer);
        Ok(())
    }
}

/// [`Entropy`] promises unpredictable bytes.
impl CryptoRng for Random<'_> {}
