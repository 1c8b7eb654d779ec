//! `/factors/passkey`: adds a passkey.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use leasehold_domain::FactorId;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_oauth_types::factors::PasskeyEnrolmentView;
use leasehold_oauth_types::interaction::PasskeyStart;
use leasehold_storage::Transaction;

use super::change::{self, Act};
use super::form::{FactorForm, FactorScript, is_done, note_done};
use super::manager::Manager;
use super::permit::{Granted, Permit};
use super::view::{hours, list, valid_name};
use crate::AuthorizationServer;
use crate::failure::Failure;
use crate::interaction::ceremony::Ceremony;
use crate::interaction::drafts::DraftKey;
use crate::interaction::{enrolment, see_other};
use crate::passkeys::Registering;
use crate::stop::Stop;

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
    let Permit::Granted(Granted { wait, .. }) = manager.permit_for(server, PAGE) else { return Ok(None) };
    let device = tx.device(manager.session.device).await?;
    Ok(Some(PasskeyEnrolmentView {
        form: enrolment::form(server, PAGE, manager.csrf(server, PAGE)),
        suggested_name: device.map(|device| device.name).unwrap_or_default(),
        wait_hours: hours(wait),
        failed: failed(server, manager).say::<bool>(server, tx).await?.unwrap_or_default(),
        accepted: server.passkeys.accepted(&manager.user, &manager.factors),
    }))
}

pub(super) async fn start(
    State(server): State<AuthorizationServer>,
    script: FactorScript,
) -> Result<Response, Stop> {
    let server = &server;
    let (mut tx, manager) = script.permitted(server, PAGE).await?;
    let (options, state) = server.passkeys.start_registration(&manager.user, &manager.factors)?;
    let ceremony = Ceremony { purpose: CEREMONY, bound_to: &manager.binding() };
    let token = ceremony.begin(server, tx.as_mut(), &state).await?;
    tx.commit().await?;
    Ok(Json(PasskeyStart { ceremony: token.expose().to_owned(), options }).into_response())
}

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
    let key =
        state.and_then(|state| match server.passkeys.finish_registration(form.field("credential"), &state) {
            Ok(key) => Some(key),
            Err(error) => {
                tracing::info!(%error, user = %manager.user.id, "a passkey was not registered");
                None
            }
        });
    let Some(key) = key else { return Ok(again(server, tx, &manager).await?) };
    let id = FactorId::generate(server.now(), server.entropy.as_ref());
    let enrolment = manager.enrolment(server, wait);
    let passkey = Factor {
        name: valid_name(form.field("name")),
        credential: Some(key.credential),
        ..Factor::new(id, manager.user.id, FactorKind::Passkey, key.stored, enrolment)
    };
    // Registered already, to whomever (checklist WA-5).
    if !tx.add_factor(&passkey).await? {
        return Ok(again(server, tx, &manager).await?);
    }
    let changes = change::note(server, tx.as_mut(), Some(&manager.session), &passkey, Act::Enrolled).await?;
    failed(server, &manager).take(server, tx.as_mut()).await?;
    note_done(server, tx.as_mut(), &manager, token).await?;
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
