use leasehold_domain::entropy::SeededEntropy;

use super::client::{PinLogin, PinRegistration};
use super::server::{LoginAnswer, PendingLogin, PinRecord, PinServer};
use super::*;
use crate::pin::Pin;

const IDENTITY: PinIdentity<'static> =
    PinIdentity { issuer: "https://id.example", credential: "alice/laptop" };
const TRANSACTION: TransactionHash = TransactionHash::from_bytes([1; 32]);

fn server() -> PinServer {
    PinServer::from_seed(&[3; 32]).unwrap()
}

fn pin(text: &str) -> Pin {
    Pin::new(text).unwrap()
}

fn registered(server: &PinServer) -> PinRecord {
    let entropy = SeededEntropy::new(1);
    let (request, registration) = PinRegistration::start(pin("205713"), &entropy).unwrap();
    let response = server.register(&request, &IDENTITY).unwrap();
    let registered = registration.finish(&response, &IDENTITY, &entropy).unwrap();
    PinRecord::new(&registered.upload, registered.stretching).unwrap()
}

fn answer(server: &PinServer, record: Option<&PinRecord>, ke1: &Ke1, seed: u64) -> LoginAnswer {
    server.start_login(record, ke1, &IDENTITY, &TRANSACTION, &SeededEntropy::new(seed)).unwrap()
}

/// One login of `text` against the server as given; the client's result.
fn proof(
    server: &PinServer,
    record: Option<&PinRecord>,
    text: &str,
    identity: &PinIdentity<'_>,
    transaction: &TransactionHash,
) -> (Result<client::LoginProof, PinError>, PendingLogin) {
    let login = PinLogin::start(pin(text), &SeededEntropy::new(5)).unwrap();
    let answer = answer(server, record, login.ke1(), 6);
    let proof = login.finish(&answer.ke2, answer.stretching, identity, transaction, &SeededEntropy::new(7));
    (proof, answer.pending)
}

#[test]
fn the_right_pin_is_proved_through_stored_forms() {
    let server = server();
    let record = PinRecord::from_bytes(&registered(&server).to_bytes()).unwrap();
    let (proof, pending) = proof(&server, Some(&record), "205713", &IDENTITY, &TRANSACTION);
    let proof = proof.unwrap();
    let pending = PendingLogin::from_bytes(&pending.to_bytes()).unwrap();
    assert_eq!(pending.finish(&proof.ke3), Ok(proof.transcript));
}

#[test]
fn the_browser_learns_from_ke2_that_a_pin_is_wrong() {
    let server = server();
    let record = registered(&server);
    let (proof, pending) = proof(&server, Some(&record), "205714", &IDENTITY, &TRANSACTION);
    assert_eq!(proof.err(), Some(PinError::WrongPin));
    assert_eq!(pending.finish(&Ke3::from_slice(&[0; 64]).unwrap()), Err(PinError::WrongPin));
}

/// Neither for another payment, nor at another issuer, nor on another device.
#[test]
fn a_proof_is_worth_nothing_elsewhere() {
    let server = server();
    let record = registered(&server);
    for (identity, transaction) in [
        (IDENTITY, TransactionHash::from_bytes([2; 32])),
        (PinIdentity { issuer: "https://id.example.evil", ..IDENTITY }, TRANSACTION),
        (PinIdentity { credential: "alice/phone", ..IDENTITY }, TRANSACTION),
    ] {
        let (proof, _) = proof(&server, Some(&record), "205713", &identity, &transaction);
        assert_eq!(proof.err(), Some(PinError::WrongPin), "{identity:?} {transaction:?}");
    }
}

#[test]
fn a_ke3_counts_for_its_own_login_only() {
    let server = server();
    let record = registered(&server);
    let (first, _) = proof(&server, Some(&record), "205713", &IDENTITY, &TRANSACTION);
    let again = PinLogin::start(pin("205713"), &SeededEntropy::new(5)).unwrap();
    let answer = answer(&server, Some(&record), again.ke1(), 8);
    assert_eq!(answer.pending.finish(&first.unwrap().ke3), Err(PinError::WrongPin));
}

#[test]
fn with_another_secret_no_pin_is_right() {
    let record = registered(&server());
    let other = PinServer::from_seed(&[4; 32]).unwrap();
    let (proof, _) = proof(&other, Some(&record), "205713", &IDENTITY, &TRANSACTION);
    assert_eq!(proof.err(), Some(PinError::WrongPin));
}

/// A record that does not exist looks like a wrong PIN (RFC 9807 section 10.9).
#[test]
fn a_fake_is_steady_and_cannot_be_proved() {
    let server = server();
    let (proof, _) = proof(&server, None, "205713", &IDENTITY, &TRANSACTION);
    assert_eq!(proof.err(), Some(PinError::WrongPin));

    let login = PinLogin::start(pin("205713"), &SeededEntropy::new(5)).unwrap();
    let real = answer(&server, Some(&registered(&server)), login.ke1(), 6);
    let fake = answer(&server, None, login.ke1(), 6);
    assert_eq!(fake.stretching, real.stretching);
    // The evaluated PIN (32 bytes) is the same, and so a registration later does not show either.
    assert_eq!(fake.ke2.as_bytes()[..32], real.ke2.as_bytes()[..32]);
    // With the same nonce the masked part shows that the masking key is steady.
    assert_eq!(fake.ke2, answer(&server, None, login.ke1(), 6).ke2);
    assert_ne!(fake.ke2, answer(&server, None, login.ke1(), 9).ke2);
}

#[test]
fn broken_messages_are_refused() {
    let server = server();
    let entropy = SeededEntropy::new(1);
    let request = RegistrationRequest::from_slice(&[255; 32]).unwrap();
    assert_eq!(server.register(&request, &IDENTITY).err(), Some(PinError::Malformed));
    let ke1 = Ke1::from_slice(&[0; 96]).unwrap();
    let started = server.start_login(None, &ke1, &IDENTITY, &TRANSACTION, &entropy);
    assert_eq!(started.err(), Some(PinError::Malformed));
    let upload = RegistrationUpload::from_slice(&[255; 192]).unwrap();
    assert_eq!(PinRecord::new(&upload, Stretching::V1).err(), Some(PinError::Malformed));
    for bad in [&[][..], &[1; 192], &[9; 193], &[1; 194]] {
        assert!(PinRecord::from_bytes(bad).is_err() && PendingLogin::from_bytes(bad).is_err());
    }

    let (_, registration) = PinRegistration::start(pin("205713"), &entropy).unwrap();
    let response = RegistrationResponse::from_slice(&[255; 64]).unwrap();
    assert_eq!(registration.finish(&response, &IDENTITY, &entropy).err(), Some(PinError::Malformed));
    let login = PinLogin::start(pin("205713"), &entropy).unwrap();
    let mut reflected = [0; Ke2::LENGTH];
    reflected[..32].copy_from_slice(&login.ke1().as_bytes()[..32]);
    let finished = login.finish(
        &Ke2::from_slice(&reflected).unwrap(),
        Stretching::V1,
        &IDENTITY,
        &TRANSACTION,
        &entropy,
    );
    assert_eq!(finished.err(), Some(PinError::Malformed));
}

#[test]
fn debug_shows_nothing() {
    let server = server();
    assert_eq!(format!("{server:?}"), "PinServer(…)");
    let (_, pending) = proof(&server, None, "205713", &IDENTITY, &TRANSACTION);
    assert_eq!(format!("{pending:?}"), "PendingLogin(…)");
}
