//! `POST /interaction/{id}/pin`: the steps of a PIN proof on the step-up page.
//!
//! Its end comes back in fields of the page's own form, so that every way of proving oneself ends in the same
//! handler. A PIN never begins a session: it is asked for in one that lives, in the browser that has it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use leasehold_http_kit::{JsonBody, ProblemResponse};

use crate::AuthorizationServer;
use crate::browser::{self, Browser};
use crate::failure::Failure;
use crate::interaction::live::{Live, NotLive};
use crate::interaction::named::Named;
use crate::interaction::next::{Next, next};
use crate::interaction::passkey::csrf_header;
use crate::interaction::prove::Question;
use crate::interaction::usable::reaching;
use crate::pins::{self, LoginStep};

pub(super) async fn step(
    State(server): State<AuthorizationServer>,
    Path(id): Path<String>,
    browser: Browser,
    JsonBody(step): JsonBody<LoginStep>,
) -> Response {
    match answer(&server, &id, &browser, step).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

async fn answer(
    server: &AuthorizationServer,
    id: &str,
    browser: &Browser,
    step: LoginStep,
) -> Result<Response, Failure> {
    let refused = |status, detail: &str| Ok(ProblemResponse::with_detail(status, detail).into_response());
    let mut tx = server.storage.write().await?;
    let live = match Live::load(server, tx.as_mut(), id, browser).await? {
        Ok(live) => live,
        Err(not_live) => return Ok(not_live.response()),
    };
    let here = browser::session(server, tx.as_mut(), browser).await?;
    let Some(session) = live.session.as_ref().filter(|own| here.is_some_and(|here| here.id == own.id)) else {
        return Ok(NotLive::OtherBrowser.response());
    };
    let named = Named::of(server, tx.as_mut(), &live, session).await?;
    if !named.is_own_form(server, &live, browser, csrf_header(browser)) {
        return refused(StatusCode::FORBIDDEN, "the request was not sent from its own page");
    }
    if next(server, tx.as_mut(), &live).await? != Next::StepUp {
        return refused(StatusCode::CONFLICT, "no PIN is asked for now");
    }
    let factors = tx.factors(session.user).await?;
    let factors = reaching(&factors, session, live.authorization.request.acr, server.now());
    pins::step(server, tx, &factors, &Question::of_step_up(&live, session, &named), step).await
}
