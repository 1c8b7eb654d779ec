//! Randomness that says what it is told.

use std::collections::VecDeque;

use opaque_ke::rand::{CryptoRng, Error, RngCore};

use crate::hex::Hex;

/// Gives the bytes it was made of, then zeros.
pub(super) struct Script(VecDeque<u8>);

impl Script {
    pub(super) fn new(parts: &[&Hex]) -> Self {
        Self(parts.iter().flat_map(|part| part.0.iter().copied()).collect())
    }

    /// A blind as the scalar that it is: 64 bytes are drawn and reduced, of which the RFC gives the lower
    /// half.
    pub(super) fn blind(blind: &Hex, parts: &[&Hex]) -> Self {
        let upper_half = Hex(vec![0; 32]);
        Self::new(&[&[blind, &upper_half], parts].concat())
    }

    /// What the server draws for KE2. Before that the library draws a masking key for a stand-in, which it
    /// drops again where there is a record.
    pub(super) fn ke2(masking_nonce: &Hex, keyshare_seed: &Hex, nonce: &Hex) -> Self {
        Self::new(&[&Hex(vec![0; 64]), masking_nonce, keyshare_seed, nonce])
    }
}

impl RngCore for Script {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, buffer: &mut [u8]) {
        buffer.fill_with(|| self.0.pop_front().unwrap_or_default());
    }

    fn try_fill_bytes(&mut self, buffer: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(buffer);
        Ok(())
    }
}

/// For the library's sake; a vector is no secret.
impl CryptoRng for Script {}
