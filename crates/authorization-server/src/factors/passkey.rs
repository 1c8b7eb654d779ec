//! `/factors/passkey`: adds a passkey.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use leasehold_domain::FactorId;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_http_kit::{FormFields, ProblemResponse};
use leasehold_oauth_types::factors::PasskeyEnrolmentView;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::interaction::PasskeyStart;
use leasehold_storage::Transaction;

use super::change::{self, Act};
use super::manager::Manager;
use super::permit::Permit;
use super::view::{confirm_for, hours, list, valid_name};
use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::failure::Failure;
use crate::interaction::ceremony::Ceremony;
use crate::interaction::drafts::DraftKey;
use crate::interaction::passkey::csrf_header;
use crate::interaction::{enrolment, see_other};
use crate::passkeys::Registering;

pub(super) const PAGE: &str = "/factors/passkey";
const CEREMONY: &str = "passkey-enrol";

fn failed(server: &AuthorizationServer, manager: &Manager) -> DraftKey {
    DraftKey::of_session(server, "draft-enrol-passkey", manager.session.id)
}

/// What the page shows; `None` when the person has to prove themselves first.
pub(super) async fn view(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    manager: &Manager,
) -> leasehold_storage::Result<Option<PasskeyEnrolmentView>> {
    let Permit::Granted { wait, .. } = manager.permit(server) else { return Ok(None) };
    let device = tx.device(manager.session.device).await?;
    Ok(Some(PasskeyEnrolmentView {
        form: enrolment::form(server, PAGE, manager.csrf(server, PAGE)),
        suggested_name: device.map(|device| device.name).unwrap_or_default(),
        wait_hours: hours(wait),
        failed: failed(server, manager).read::<bool>(server, tx).await?.unwrap_or_default(),
    }))
}

pub(super) async fn start(State(server): State<AuthorizationServer>, browser: Browser) -> Response {
    match challenge(&server, &browser).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

async fn challenge(server: &AuthorizationServer, browser: &Browser) -> Result<Response, Failure> {
    let problem = |status| Ok(ProblemResponse::new(status).into_response());
    let mut tx = server.storage.write().await?;
    let Some(manager) = Manager::load(server, tx.as_mut(), browser).await? else {
        return problem(StatusCode::UNAUTHORIZED);
    };
    if let Some(refusal) = manager.check_form(server, browser, csrf_header(browser), PAGE) {
        return Ok(refusal);
    }
    if !matches!(manager.permit(server), Permit::Granted { .. }) {
        return problem(StatusCode::FORBIDDEN);
    }
    let (options, state) = server.passkeys.start_registration(&manager.user, &manager.factors)?;
    let ceremony = Ceremony { purpose: CEREMONY, bound_to: &manager.binding() };
    let token = ceremony.begin(server, tx.as_mut(), &state).await?;
    tx.commit().await?;
    Ok(Json(PasskeyStart { ceremony: token.expose().to_owned(), options }).into_response())
}

pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    browser: Browser,
    FormFields(form): FormFields,
) -> Response {
    match answer(&server, &browser, &form).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

async fn answer(server: &AuthorizationServer, browser: &Browser, form: &Params) -> Result<Response, Failure> {
    let mut tx = server.storage.write().await?;
    let Some(manager) = Manager::load(server, tx.as_mut(), browser).await? else {
        return Ok(see_other(&server.config.account_url, []));
    };
    if let Some(refusal) = manager.check_form(server, browser, form.get("csrf"), PAGE) {
        return Ok(refusal);
    }
    let Permit::Granted { wait, .. } = manager.permit(server) else {
        return Ok(see_other(&confirm_for(PAGE), []));
    };
    let ceremony = Ceremony { purpose: CEREMONY, bound_to: &manager.binding() };
    let token = form.get("ceremony").unwrap_or_default();
    let state = ceremony.take::<Registering>(server, tx.as_mut(), token).await?;
    let answer = form.get("credential").unwrap_or_default();
    let key = state.and_then(|state| match server.passkeys.finish_registration(answer, &state) {
        Ok(key) => Some(key),
        Err(error) => {
            tracing::info!(%error, user = %manager.user.id, "a passkey was not registered");
            None
        }
    });
    let Some(key) = key else { return again(server, tx, &manager).await };
    let id = FactorId::generate(server.now(), server.entropy.as_ref());
    let enrolment = manager.enrolment(server, wait);
    let passkey = Factor {
        name: valid_name(form.get("name").unwrap_or_default()),
        credential: Some(key.credential),
        ..Factor::new(id, manager.user.id, FactorKind::Passkey, key.stored, enrolment)
    };
    // Registered already, to whomever (checklist WA-5).
    if !tx.add_factor(&passkey).await? {
        return again(server, tx, &manager).await;
    }
    let changes = change::note(server, tx.as_mut(), Some(&manager.session), &passkey, Act::Enrolled).await?;
    failed(server, &manager).take(server, tx.as_mut()).await?;
    server.finish(tx, changes, server.now()).await?;
    Ok(see_other(&list(server), []))
}

/// Back to the page; the challenge stays used up.
async fn again(
    server: &AuthorizationServer,
    mut tx: Box<dyn Transaction>,
    manager: &Manager,
) -> Result<Response, Failure> {
    failed(server, manager).write(server, tx.as_mut(), &true).await?;
    tx.commit().await?;
    Ok(see_other(PAGE, []))
}
