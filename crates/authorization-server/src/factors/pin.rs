//! `/factors/pin`: sets the PIN of this device.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_factors::opaque::PinError;
use leasehold_http_kit::JsonBody;
use leasehold_oauth_types::factors::PinEnrolmentView;
use leasehold_storage::Transaction;

use super::change::{self, Act};
use super::form::{FactorForm, FactorScript, is_done, note_done, problem};
use super::manager::Manager;
use super::permit::{Granted, Permit};
use super::view::{hours, list};
use crate::AuthorizationServer;
use crate::interaction::ceremony::Ceremony;
use crate::interaction::drafts::DraftKey;
use crate::interaction::{enrolment, see_other};
use crate::leases::apply::Changes;
use crate::pins::{Registering, RegistrationStep};
use crate::stop::Stop;

pub(super) const PAGE: &str = "/factors/pin";
const CEREMONY: &str = "pin-enrol";

fn failed(server: &AuthorizationServer, manager: &Manager) -> DraftKey {
    DraftKey::of_session(server, "draft-enrol-pin", manager.session.id)
}

/// The PIN of the device at hand.
pub(super) fn own(manager: &Manager) -> impl Iterator<Item = &Factor> {
    let device = manager.session.device;
    manager.factors.iter().filter(move |it| it.kind == FactorKind::Pin && it.device == Some(device))
}

/// What the page shows; `None` when the person has to prove themselves first.
pub(super) async fn view(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    manager: &Manager,
) -> leasehold_storage::Result<Option<PinEnrolmentView>> {
    let Permit::Granted(Granted { wait, .. }) = manager.permit_for(server, PAGE) else { return Ok(None) };
    let device = tx.device(manager.session.device).await?;
    Ok(Some(PinEnrolmentView {
        form: enrolment::form(server, PAGE, manager.csrf(server, PAGE)),
        start: format!("{PAGE}/start"),
        device: device.map(|device| device.name).unwrap_or_default(),
        replaces: own(manager).next().is_some(),
        wait_hours: hours(wait),
        failed: failed(server, manager).say::<bool>(server, tx).await?.unwrap_or_default(),
    }))
}

pub(super) async fn start(
    State(server): State<AuthorizationServer>,
    script: FactorScript,
    JsonBody(step): JsonBody<RegistrationStep>,
) -> Result<Response, Stop> {
    let server = &server;
    let (mut tx, manager) = script.permitted(server, PAGE).await?;
    // The key of another browser would move the device there.
    let device = tx.device(manager.session.device).await?;
    if !device.is_some_and(|device| step.is_by(&device)) {
        return Err(problem(StatusCode::FORBIDDEN));
    }
    let (mut started, state) = match Registering::start(server, &step) {
        Ok(started) => started,
        Err(PinError::Malformed) => return Err(problem(StatusCode::BAD_REQUEST)),
        Err(error) => return Err(error.into()),
    };
    let ceremony = Ceremony { purpose: CEREMONY, bound_to: &manager.binding() };
    let token = ceremony.begin(server, tx.as_mut(), &state).await?;
    started.ceremony = token.expose().to_owned();
    tx.commit().await?;
    Ok(Json(started).into_response())
}

/// Stores the PIN in the place of an older one of this device.
pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    form: FactorForm,
) -> Result<Response, Stop> {
    let server = &server;
    let (mut tx, manager) = form.open(server, PAGE).await?;
    let token = form.field("ceremony");
    if is_done(server, tx.as_mut(), &manager, token).await? {
        return Ok(see_other(&list(server), []));
    }
    let ((mut tx, manager), Granted { wait, .. }) = form.permitted(server, PAGE, (tx, manager)).await?;
    let ceremony = Ceremony { purpose: CEREMONY, bound_to: &manager.binding() };
    let state = ceremony.take::<Registering>(server, tx.as_mut(), token).await?;
    let Some(pin) = state.and_then(|state| state.finish(server, form.field("pin"))) else {
        failed(server, &manager).write(server, tx.as_mut(), &true).await?;
        tx.commit().await?;
        return Ok(see_other(PAGE, []));
    };
    let mut changes = Changes::default();
    for old in own(&manager) {
        changes.extend(change::remove(server, tx.as_mut(), Some(&manager.session), old).await?);
    }
    let enrolment = manager.enrolment(server, wait);
    let pin = Factor {
        device: Some(manager.session.device),
        ..Factor::new(pin.id, manager.user.id, FactorKind::Pin, pin.secret, enrolment)
    };
    tx.add_factor(&pin).await?;
    changes.extend(change::note(server, tx.as_mut(), Some(&manager.session), &pin, Act::Enrolled).await?);
    failed(server, &manager).take(server, tx.as_mut()).await?;
    note_done(server, tx.as_mut(), &manager, token).await?;
    server.finish(tx, changes, server.now()).await?;
    Ok(see_other(&list(server), []))
}
