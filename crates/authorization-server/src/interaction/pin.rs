//! `POST /interaction/{id}/pin`: the steps of a PIN proof on the step-up page.
//!
//! Its end comes back in fields of the page's own form, so that every way of proving oneself ends in the same
//! handler. A PIN never begins a session: it is asked for in one that lives, in the browser that has it.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use leasehold_http_kit::JsonBody;

use crate::AuthorizationServer;
use crate::interaction::form::Sender;
use crate::interaction::named::Named;
use crate::interaction::next::{Next, next};
use crate::interaction::passkey::{csrf_header, forged, refused};
use crate::interaction::prove::Question;
use crate::interaction::usable::reaching;
use crate::pins::{self, LoginStep};
use crate::stop::Stop;

pub(super) async fn step(
    State(server): State<AuthorizationServer>,
    sender: Sender,
    JsonBody(step): JsonBody<LoginStep>,
) -> Result<Response, Stop> {
    let server = &server;
    let mut tx = server.storage.write().await?;
    let (live, session) = sender.signed_in(server, tx.as_mut()).await?;
    let named = Named::of(server, tx.as_mut(), &live, &session).await?;
    if !named.is_own_form(server, &live, &sender.browser, csrf_header(&sender.browser)) {
        return Err(forged());
    }
    if next(server, tx.as_mut(), &live).await? != Next::StepUp {
        return Err(refused(StatusCode::CONFLICT, "no PIN is asked for now"));
    }
    let factors = tx.factors(session.user).await?;
    let factors = reaching(&factors, &session, live.authorization.request.acr, server.now());
    Ok(pins::step(server, tx, &factors, &Question::of_step_up(&live, &session, &named), step).await?)
}
