use std::str::FromStr as _;

use leasehold_domain::Time;
use leasehold_domain::entropy::SeededEntropy;

use super::*;

const PROOF_AT_MS: i64 = 1_790_000_000_123;

fn proof(challenge: &Challenge) -> DeviceProof<'_> {
    DeviceProof {
        challenge,
        challenged_at: Time::from_timestamp_millis(PROOF_AT_MS).unwrap(),
        origin: "https://id.example",
        purpose: Purpose::StepUp,
        bound_to: "transaction-1",
    }
}

#[test]
fn a_challenge_is_recognised_by_its_hash_alone() {
    let (one, other) = (Challenge::issue(&SeededEntropy::new(1)), Challenge::issue(&SeededEntropy::new(2)));
    let read = Challenge::from_str(&one.to_string()).unwrap();
    assert!(read.is(&one.hashed()) && !read.is(&other.hashed()));
    for bad in ["", "AAAA", &"A".repeat(44), &format!("{one}="), "ü"] {
        assert!(Challenge::from_str(bad).is_err(), "{bad}");
    }
    assert_eq!(format!("{one:?}"), "Challenge(…)");
}

/// So that a proof for one purpose, place, moment or session is worth nothing for another.
#[test]
fn every_part_changes_the_statement() {
    let (challenge, other) =
        (Challenge::issue(&SeededEntropy::new(1)), Challenge::issue(&SeededEntropy::new(2)));
    let proof = proof(&challenge);
    let later = Time::from_timestamp_millis(PROOF_AT_MS + 1).unwrap();
    for changed in [
        DeviceProof { challenge: &other, ..proof },
        DeviceProof { challenged_at: later, ..proof },
        DeviceProof { origin: "https://id.example.evil", ..proof },
        DeviceProof { purpose: Purpose::SignIn, ..proof },
        DeviceProof { bound_to: "transaction-2", ..proof },
    ] {
        assert_ne!(changed.statement(), proof.statement(), "{changed:?}");
    }
}

#[test]
fn purposes_have_names() {
    for purpose in [Purpose::Enrolment, Purpose::SignIn, Purpose::StepUp, Purpose::Session] {
        assert_eq!(Purpose::parse(purpose.as_str()), Some(purpose));
    }
    assert_eq!(Purpose::parse("else"), None);
}

#[cfg(feature = "signatures")]
mod signatures {
    use p256::ecdsa::signature::Signer as _;
    use p256::ecdsa::{Signature, SigningKey};

    use super::*;
    use crate::opaque::Ke1;

    fn key() -> (SigningKey, DevicePublicKey) {
        let key = SigningKey::from_slice(&[7; 32]).unwrap();
        let public =
            DevicePublicKey::from_point(key.verifying_key().to_sec1_point(false).as_bytes()).unwrap();
        (key, public)
    }

    #[test]
    fn a_signature_counts_for_its_statement_and_key_only() {
        let (signing, public) = key();
        let challenge = Challenge::issue(&SeededEntropy::new(1));
        let statement = proof(&challenge).statement();
        let signature: Signature = signing.sign(statement.as_bytes());
        let signature = signature.to_bytes();
        assert_eq!(public.verify(&statement, &signature), Ok(()));

        let other_kind = pin_start(&challenge, &Ke1::from_slice(&[1; Ke1::LENGTH]).unwrap());
        assert_eq!(public.verify(&other_kind, &signature), Err(BadSignature));
        let other_key = SigningKey::from_slice(&[8; 32]).unwrap();
        let other_key =
            DevicePublicKey::from_point(other_key.verifying_key().to_sec1_point(false).as_bytes()).unwrap();
        assert_eq!(other_key.verify(&statement, &signature), Err(BadSignature));
        for broken in
            [&[][..], &signature[..63], &[0; 64], &[255; 64], &[signature.as_slice(), &[0]].concat()]
        {
            assert_eq!(public.verify(&statement, broken), Err(BadSignature));
        }
    }

    #[test]
    fn only_public_points_on_the_curve_are_keys() {
        let (signing, public) = key();
        let point = public.as_point();
        let mut off_curve = *point;
        off_curve[64] ^= 1;
        let compressed = signing.verifying_key().to_sec1_point(true);
        for bad in [&off_curve[..], &point[..64], compressed.as_bytes(), &[0], &[]] {
            assert_eq!(DevicePublicKey::from_point(bad), Err(InvalidKey));
        }
    }

    #[test]
    fn a_jwk_has_all_octets_of_a_public_key() {
        let whole = r#"{"kty":"EC","crv":"P-256","ext":true,"key_ops":["verify"],"x":"X","y":"Y"}"#;
        let (_, public) = key();
        let encode = |bytes: &[u8]| base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, bytes);
        let (x, y) = (encode(&public.as_point()[1..33]), encode(&public.as_point()[33..]));
        let whole = whole.replace("\"X\"", &format!("\"{x}\"")).replace("\"Y\"", &format!("\"{y}\""));
        let read = |json: &str| DevicePublicKey::from_jwk(&serde_json::from_str(json).unwrap());
        assert_eq!(read(&whole), Ok(public));
        for bad in [
            whole.replace("P-256", "P-384"),
            whole.replace("\"EC\"", "\"OKP\""),
            whole.replace("\"ext\":true", "\"d\":\"AAAA\""),
            whole.replace(&x, &x[..42]),
            whole.replace(&x, &y),
            whole.replace(&y, &format!("{y}=")),
        ] {
            assert_eq!(read(&bad), Err(InvalidKey), "{bad}");
        }
    }
}
