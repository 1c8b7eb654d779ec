//! Passkeys on the pages of an authorization request.
//!
//! `POST /interaction/{id}/passkey` gives the browser a challenge; its answer comes back in a field of the
//! page's own form, so that every way of proving oneself ends in the same handler.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use leasehold_domain::proof::Proof;
use leasehold_domain::session::Session;
use leasehold_domain::user::{Factor, User};
use leasehold_http_kit::ProblemResponse;
use leasehold_oauth_types::factors::UnknownPasskey;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::interaction::{PasskeyStart, StepUpError};
use leasehold_storage::Transaction;

use crate::AuthorizationServer;
use crate::browser::{Browser, is_own_form};
use crate::factors::change::{self, Act};
use crate::failure::Failure;
use crate::interaction::ceremony::Ceremony;
use crate::interaction::form::Sender;
use crate::interaction::live::Live;
use crate::interaction::named::Named;
use crate::interaction::next::{Next, next};
use crate::interaction::usable::reaching;
use crate::passkeys::{Answer, PasskeyError, PasskeyFacts, Signed, Signing};
use crate::stop::Stop;

/// Header of the scripts' requests with the hidden token of the page's form.
const CSRF_HEADER: &str = "x-leasehold-csrf";

/// The hidden token of the page's form, as a script sends it.
pub(crate) fn csrf_header(browser: &Browser) -> Option<&str> {
    browser.headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok())
}

pub(super) async fn start(
    State(server): State<AuthorizationServer>,
    sender: Sender,
) -> Result<Response, Stop> {
    let server = &server;
    let browser = &sender.browser;
    let mut tx = server.storage.write().await?;
    let live = sender.live(server, tx.as_mut()).await?;
    let (options, state, ceremony) = match next(server, tx.as_mut(), &live).await? {
        Next::SignIn => {
            if !is_own_form(server, &browser.headers, csrf_header(browser), &live.csrf(server)) {
                return Err(forged());
            }
            let (options, state) = server.passkeys.start_sign_in()?;
            (options, state, signing_in(&live))
        }
        Next::StepUp => {
            let session = sender.session_of(server, tx.as_mut(), &live).await?;
            let named = Named::of(server, tx.as_mut(), &live, &session).await?;
            if !named.is_own_form(server, &live, browser, csrf_header(browser)) {
                return Err(forged());
            }
            let factors = tx.factors(session.user).await?;
            let good = reaching(&factors, &session, live.authorization.request.acr, server.now());
            let (options, state) = server.passkeys.start_step_up(good)?;
            (options, state, stepping_up(&live, &session))
        }
        Next::Consent | Next::Issue | Next::Refuse(_) => {
            return Err(refused(StatusCode::CONFLICT, "no passkey is asked for now"));
        }
    };
    let (purpose, bound_to) = ceremony;
    let ceremony = Ceremony { purpose, bound_to: &bound_to };
    let token = ceremony.begin(server, tx.as_mut(), &state).await?;
    tx.commit().await?;
    Ok(Json(PasskeyStart { ceremony: token.expose().to_owned(), options }).into_response())
}

/// The answer to a script whose request is not acted on.
pub(super) fn refused(status: StatusCode, detail: &str) -> Stop {
    ProblemResponse::with_detail(status, detail).into_response().into()
}

/// The same for one that has not the token of its page.
pub(super) fn forged() -> Stop {
    refused(StatusCode::FORBIDDEN, "the request was not sent from its own page")
}

/// Purpose and binding of a challenge: this request, in the browser it is bound to.
fn signing_in(live: &Live) -> (&'static str, Vec<u8>) {
    ("passkey-sign-in", [live.browser.as_bytes(), live.authorization.id.to_string().as_bytes()].concat())
}

/// The same, for the person who is signed in.
pub(super) fn stepping_up(live: &Live, session: &Session) -> (&'static str, Vec<u8>) {
    let ids = format!("{} {}", live.authorization.id, session.id);
    ("passkey-step-up", [live.browser.as_bytes(), ids.as_bytes()].concat())
}

/// Checks the answer to a challenge of [`start`] on the sign-in page: whose key it is, and that it is right.
/// The caller commits in any case: the challenge is used up.
pub(crate) async fn sign_in(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    live: &Live,
    form: &Params,
) -> Result<Result<(User, Proof), Refused>, Failure> {
    let (purpose, bound_to) = signing_in(live);
    let ceremony = Ceremony { purpose, bound_to: &bound_to };
    let Some((answer, state)) = taken(server, tx, ceremony, form).await? else {
        return Ok(Err(Refused::Wrong));
    };
    let Some(factor) = tx.factor_by_credential(answer.credential()).await? else {
        return Ok(Err(Refused::Unknown(server.passkeys.unknown(answer.credential()))));
    };
    let Some(user) = tx.user(factor.user).await? else { return Ok(Err(Refused::Wrong)) };
    let proof = accept(server, tx, &answer, state, &factor).await?;
    Ok(proof.map(|proof| (user, proof)).ok_or(Refused::Wrong))
}

/// Why a passkey signs nobody in.
pub(crate) enum Refused {
    /// Nobody has it.
    Unknown(UnknownPasskey),
    /// The answer is not right, or too late.
    Wrong,
}

/// Checks the answer on a page of a person who is signed in, against the keys that are good for it. The
/// caller commits in any case.
pub(crate) async fn check<'a>(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    factors: &[&'a Factor],
    ceremony: Ceremony<'_>,
    form: &Params,
) -> Result<Result<(&'a Factor, Proof), StepUpError>, Failure> {
    let refused = Ok(Err(StepUpError::PasskeyRefused));
    let Some((answer, state)) = taken(server, tx, ceremony, form).await? else { return refused };
    let own = |factor: &&&Factor| factor.credential.as_deref() == Some(answer.credential());
    let Some(factor) = factors.iter().find(own).copied() else { return refused };
    let proof = accept(server, tx, &answer, state, factor).await?;
    Ok(proof.map(|proof| (factor, proof)).ok_or(StepUpError::PasskeyRefused))
}

async fn taken(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    ceremony: Ceremony<'_>,
    form: &Params,
) -> Result<Option<(Answer, Signing)>, Failure> {
    let token = form.get("ceremony").unwrap_or_default();
    let Some(state) = ceremony.take::<Signing>(server, tx, token).await? else { return Ok(None) };
    Ok(Answer::parse(form.get("credential").unwrap_or_default()).ok().map(|answer| (answer, state)))
}

async fn accept(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    answer: &Answer,
    state: Signing,
    factor: &Factor,
) -> Result<Option<Proof>, Failure> {
    match server.passkeys.finish(answer, state, factor, server.now()) {
        Ok(Signed { proof, stored }) => {
            if let Some(stored) = stored {
                tx.update_factor_secret(factor.id, &stored).await?;
                let now = PasskeyFacts::of(&Factor { secret: stored, ..factor.clone() });
                let synced = |facts: Option<PasskeyFacts>| facts.map(|facts| facts.synced);
                if let Some(after) = synced(now).filter(|_| synced(now) != synced(PasskeyFacts::of(factor))) {
                    change::note(server, tx, None, factor, Act::Synced(after)).await?;
                }
            }
            tx.touch_factor(factor.id, proof.at).await?;
            Ok(Some(proof))
        }
        Err(error @ PasskeyError::Cloned) => {
            tracing::warn!(%error, user = %factor.user, factor = %factor.id, "a passkey was refused");
            // Removing it is for its owner. The mail goes with the postman's next look.
            change::compromise(server, tx, factor).await?;
            Ok(None)
        }
        Err(error) => {
            tracing::info!(%error, factor = %factor.id, "a passkey was refused");
            Ok(None)
        }
    }
}
