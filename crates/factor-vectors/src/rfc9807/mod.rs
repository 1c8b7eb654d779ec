//! RFC 9807 appendix C for ristretto255 and SHA-512.
//!
//! The RFC's vectors do not stretch the PIN, so they run on the library below our wrapper, in our suite
//! but for that. Its randomness is handed in: what the RFC fixes arrives in the order in which it is drawn.

mod fake;
mod real;
mod script;

use opaque_ke::errors::ProtocolError;
use opaque_ke::ksf::Identity;
use opaque_ke::{CipherSuite, Identifiers, Ristretto255, ServerSetup, TripleDh};
use serde::Deserialize;
use sha2::Sha512;

use crate::hex::Hex;
use crate::report::Report;

/// ristretto255-SHA512 and 3DH without stretching.
struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, Sha512>;
    type Ksf = Identity;
}

#[derive(Deserialize)]
struct Vectors {
    real: Vec<real::Vector>,
    fake: Vec<fake::Vector>,
}

pub(crate) fn run(report: &mut Report) {
    let json = include_str!("../../vectors/rfc9807.json");
    let Some(vectors) = report.read::<Vectors>("RFC 9807", json) else { return };
    for vector in vectors.real {
        report.check(&vector.name, || real::registration(&vector));
        report.check(&vector.name, || real::login(&vector));
    }
    for vector in vectors.fake {
        report.check(&vector.name, || fake::login(&vector));
    }
}

/// Seed, private key, and a public key for fakes that no vector uses: the server's own does.
fn server(seed: &Hex, private: &Hex, public: &Hex) -> Result<ServerSetup<Suite>, ProtocolError> {
    ServerSetup::deserialize(&[seed.0.as_slice(), &private.0, &public.0].concat())
}

fn identifiers<'a>(client: Option<&'a Hex>, server: Option<&'a Hex>) -> Identifiers<'a> {
    Identifiers { client: client.map(|id| id.0.as_slice()), server: server.map(|id| id.0.as_slice()) }
}
