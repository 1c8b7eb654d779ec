//! Statements of device keys, with signatures by WebCrypto.

use leasehold_domain::Time;
use leasehold_factors::device_key::{
    BadSignature, Challenge, DeviceProof, DevicePublicKey, Jwk, Purpose, Statement, pin_finish, pin_start,
};
use leasehold_factors::opaque::{Ke1, Ke2, Ke3, TranscriptHash};
use serde::Deserialize;

use crate::hex::Hex;
use crate::report::{Outcome, Report, same};

#[derive(Deserialize)]
struct Vectors {
    key: Key,
    statements: Vec<Signed>,
}

#[derive(Deserialize)]
struct Key {
    jwk: Jwk,
    point: Hex,
    thumbprint: String,
}

#[derive(Deserialize)]
struct Signed {
    name: String,
    #[serde(flatten)]
    content: Content,
    statement: Hex,
    signature: Hex,
    /// The same signature with the other of the two values of s.
    other_form_of_s: Hex,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Content {
    DeviceProof {
        challenge: String,
        challenged_at_ms: i64,
        origin: String,
        purpose: String,
        bound_to: String,
    },
    PinStart {
        challenge: String,
        ke1: Hex,
    },
    PinFinish {
        ke1: Hex,
        ke2: Hex,
        ke3: Hex,
    },
}

pub(crate) fn run(report: &mut Report) {
    let json = include_str!("../vectors/device_key.json");
    let Some(Vectors { key, statements }) = report.read("device key", json) else { return };
    report.check("device key as JWK and point", || {
        let read = DevicePublicKey::from_jwk(&key.jwk)?;
        same("the point", Hex::of(read.as_point()), key.point.clone())?;
        same("the key", DevicePublicKey::from_point(&key.point.0)?, read)
    });
    report.check("thumbprint of a device key", || {
        same("it", DevicePublicKey::from_jwk(&key.jwk)?.thumbprint().to_string(), key.thumbprint.clone())
    });
    for signed in statements {
        report.check(&signed.name, || check(&key, &signed));
    }
}

fn check(key: &Key, signed: &Signed) -> Outcome {
    let statement = statement(&signed.content)?;
    same("the statement", Hex::of(statement.as_bytes()), signed.statement.clone())?;
    let key = DevicePublicKey::from_point(&key.point.0)?;
    same("the signature", key.verify(&statement, &signed.signature.0), Ok(()))?;
    same("its other form", key.verify(&statement, &signed.other_form_of_s.0), Ok(()))?;
    let mut broken = signed.signature.0.clone();
    broken[63] ^= 1;
    same("a broken signature", key.verify(&statement, &broken), Err(BadSignature))
}

fn statement(content: &Content) -> Result<Statement, Box<dyn std::error::Error>> {
    Ok(match content {
        Content::DeviceProof { challenge, challenged_at_ms, origin, purpose, bound_to } => DeviceProof {
            challenge: &challenge.parse::<Challenge>()?,
            challenged_at: Time::from_timestamp_millis(*challenged_at_ms).ok_or("no such time")?,
            origin,
            purpose: Purpose::parse(purpose).ok_or("no such purpose")?,
            bound_to,
        }
        .statement(),
        Content::PinStart { challenge, ke1 } => pin_start(&challenge.parse()?, &Ke1::from_slice(&ke1.0)?),
        Content::PinFinish { ke1, ke2, ke3 } => pin_finish(&TranscriptHash::of(
            &Ke1::from_slice(&ke1.0)?,
            &Ke2::from_slice(&ke2.0)?,
            &Ke3::from_slice(&ke3.0)?,
        )),
    })
}
