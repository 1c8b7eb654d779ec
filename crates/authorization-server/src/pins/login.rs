//! Proving a PIN (RFC 9807 section 6).
//!
//! The browser knows from KE2 whether the digits were right and may stop there, so every real KE2 is a try from
//! the moment it is given, and only KE3 takes it back (checklist OP-5). Without a signature of the device's key
//! there is no real KE2: whoever has the password or the cookie alone can neither guess nor lock.

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use leasehold_domain::FactorId;
use leasehold_domain::proof::Proof;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_factors::device_key::{Challenge, pin_finish, pin_start};
use leasehold_factors::opaque::server::PendingLogin;
use leasehold_factors::opaque::{Ke1, Ke3, PinError, TransactionHash};
use leasehold_http_kit::ProblemResponse;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::interaction::StepUpError;
use leasehold_storage::Transaction;
use serde::{Deserialize, Serialize};

use super::stored::StoredPin;
use super::wire::{self, Challenged, Encoded, Ke2Answer, LoginStep};
use super::{fake_name, lock, name};
use crate::AuthorizationServer;
use crate::config::limits;
use crate::failure::Failure;
use crate::interaction::ceremony::Ceremony;
use crate::interaction::prove::Question;
use crate::signals::detect;

/// A challenge that waits for KE1.
const CHALLENGED: &str = "pin-challenged";
/// A KE2 that waits for KE3.
const ANSWERED: &str = "pin-answered";

/// What is kept between KE2 and KE3.
#[derive(Serialize, Deserialize)]
struct Answered {
    /// The PIN in question; none if KE2 was a fake.
    pin: Option<FactorId>,
    pending: Encoded,
}

/// One step of the exchange, for a page whose request was found to be its own. Commits.
pub(crate) async fn step(
    server: &AuthorizationServer,
    mut tx: Box<dyn Transaction>,
    factors: &[&Factor],
    question: &Question,
    step: LoginStep,
) -> Result<Response, Failure> {
    let bound_to = question.binding();
    let challenged = Ceremony { purpose: CHALLENGED, bound_to: &bound_to };
    let response = match step {
        LoginStep::Challenge => {
            let challenge = Challenge::issue(server.entropy.as_ref()).to_string();
            let token = challenged.begin_for(server, tx.as_mut(), &challenge, limits::PIN).await?;
            Json(Challenged { ceremony: token.expose().to_owned(), challenge }).into_response()
        }
        LoginStep::Ke1 { ceremony, ke1: Encoded(ke1), signature: Encoded(signature) } => {
            let challenge = challenged.take::<String>(server, tx.as_mut(), &ceremony).await?;
            let challenge = challenge.and_then(|challenge| challenge.parse::<Challenge>().ok());
            match (challenge, Ke1::from_slice(&ke1)) {
                (None, _) => problem(StatusCode::CONFLICT, "the challenge was used or is past its end"),
                (_, Err(_)) => problem(StatusCode::BAD_REQUEST, "KE1 is broken"),
                (Some(challenge), Ok(ke1)) => {
                    answer(server, tx.as_mut(), factors, question, (&challenge, &ke1, &signature)).await?
                }
            }
        }
    };
    tx.commit().await?;
    Ok(response)
}

/// KE2: the real one for the holder of the device, if the PIN is not locked; else one of the same size that
/// nothing can follow (checklist OP-4).
async fn answer(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    factors: &[&Factor],
    question: &Question,
    (challenge, ke1, signature): (&Challenge, &Ke1, &[u8]),
) -> Result<Response, Failure> {
    let mut tried = None;
    if let Some((factor, pin)) = StoredPin::on(server, factors.iter().copied(), question.device)
        && pin.key.verify(&pin_start(challenge, ke1), signature).is_ok()
    {
        if pin.tries_left() > 0 {
            let pin = pin.tried();
            tx.update_factor_secret(factor.id, &pin.seal(server, factor.id)).await?;
            tried = Some((factor.id, pin.record));
        } else {
            lock::refused(server, tx, factor, pin).await?;
        }
    }
    let (pin, record) = tried.unzip();
    let credential = match pin {
        Some(pin) => name(server, pin),
        None => fake_name(server, question.user, question.device),
    };
    let transaction = TransactionHash::from_bytes(question.transaction);
    let identity = server.pins.identity(&credential);
    let entropy = server.entropy.as_ref();
    let login = match server.pins.opaque.start_login(record.as_ref(), ke1, &identity, &transaction, entropy) {
        Ok(login) => login,
        Err(PinError::Malformed) => return Ok(problem(StatusCode::BAD_REQUEST, "KE1 is broken")),
        Err(error) => return Err(error.into()),
    };
    let state = Answered { pin, pending: Encoded(login.pending.to_bytes().to_vec()) };
    let ceremony = Ceremony { purpose: ANSWERED, bound_to: &question.binding() };
    let token = ceremony.begin_for(server, tx, &state, limits::PIN).await?;
    let answer = Ke2Answer {
        ceremony: token.expose().to_owned(),
        ke2: Encoded(login.ke2.as_bytes().to_vec()),
        stretching: login.stretching.version(),
        credential,
        transaction: Encoded(question.transaction.to_vec()),
    };
    Ok(Json(answer).into_response())
}

/// Checks the form that ends the exchange. The caller commits in any case: the exchange is used up.
pub(crate) async fn check<'a>(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    factors: &[&'a Factor],
    question: &Question,
    form: &Params,
) -> Result<Result<(&'a Factor, Proof), StepUpError>, Failure> {
    let ceremony = Ceremony { purpose: ANSWERED, bound_to: &question.binding() };
    let token = form.get("ceremony").unwrap_or_default();
    let answered = ceremony.take::<Answered>(server, tx, token).await?;
    let Some((factor, pin)) = StoredPin::on(server, factors.iter().copied(), question.device) else {
        return Ok(Err(StepUpError::NotEligible));
    };
    // Of a fake KE2 nothing was counted, and nothing is said of how many tries are left.
    let known = answered.as_ref().is_some_and(|answered| answered.pin.is_some());
    let proof = form.get("pin").unwrap_or_default();
    if answered.is_some_and(|answered| answered.proved(factor, &pin, proof)) {
        let proof = Proof::new(factor.id, FactorKind::Pin, server.now());
        tx.update_factor_secret(factor.id, &pin.cleared().seal(server, factor.id)).await?;
        tx.touch_factor(factor.id, proof.at).await?;
        return Ok(Ok((factor, proof)));
    }
    let left = pin.tries_left();
    lock::refused(server, tx, factor, pin).await?;
    if known {
        detect::wrong_factor(server, tx, factor.user, question.device).await?;
    }
    Ok(Err(match left {
        0 => StepUpError::PinLocked,
        left if known => StepUpError::WrongPin { tries_left: left.into() },
        _ => StepUpError::PinRefused,
    }))
}

impl Answered {
    /// Whether both halves are there: the PIN by KE3, the device by its signature over the whole exchange.
    fn proved(self, factor: &Factor, pin: &StoredPin, proof: &str) -> bool {
        let finished = || {
            let proof: wire::Proof = serde_json::from_str(proof).ok()?;
            let ke3 = Ke3::from_slice(&proof.ke3.0).ok()?;
            let transcript = PendingLogin::from_bytes(&self.pending.0).ok()?.finish(&ke3).ok()?;
            pin.key.verify(&pin_finish(&transcript), &proof.signature.0).ok()
        };
        self.pin == Some(factor.id) && finished().is_some()
    }
}

fn problem(status: StatusCode, detail: &str) -> Response {
    ProblemResponse::with_detail(status, detail).into_response()
}
