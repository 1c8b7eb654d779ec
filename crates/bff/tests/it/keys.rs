//! Keys made once per run.

use std::sync::LazyLock;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};

/// RSA key of the fake authorization server.
pub(crate) static RSA: LazyLock<String> = LazyLock::new(|| {
    let key = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = key.as_der().unwrap();
    pem(der.as_ref())
});

/// Another RSA key.
pub(crate) static OTHER_RSA: LazyLock<String> = LazyLock::new(|| {
    let key = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = key.as_der().unwrap();
    pem(der.as_ref())
});

/// P-256 key of the client.
pub(crate) static CLIENT: LazyLock<String> = LazyLock::new(|| {
    let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
    pem(der.as_ref())
});

/// A P-256 key of the same bytes each time, as an ECPrivateKey (RFC 5915) without its public half.
fn pair(seed: u8) -> EcdsaKeyPair {
    let curve = [0xa0, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
    let der = [&[0x30, 0x31, 2, 1, 1, 4, 32][..], &[seed; 32], &curve].concat();
    EcdsaKeyPair::from_private_key_der(&ECDSA_P256_SHA256_FIXED_SIGNING, &der).unwrap()
}

/// Signature and public coordinates.
pub(crate) fn sign(seed: u8, message: &[u8]) -> (String, String, String) {
    let pair = pair(seed);
    let signature = pair.sign(&SystemRandom::new(), message).unwrap();
    let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
    let encode = |bytes| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    (encode(signature.as_ref()), encode(x), encode(y))
}

fn pem(der: &[u8]) -> String {
    let text = BASE64_STANDARD.encode(der);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"))
}
