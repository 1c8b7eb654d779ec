//! `/factors/{id}`: renames or removes one.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_oauth_types::factors::{LastOf, OneFactorView};
use leasehold_storage::Transaction;

use super::change::{self, Act};
use super::form::{FactorForm, problem};
use super::manager::Manager;
use super::permit::Granted;
use super::view::{factor_view, list, removable, valid_name};
use crate::AuthorizationServer;
use crate::failure::Failure;
use crate::interaction::drafts::DraftKey;
use crate::interaction::{enrolment, see_other};
use crate::leases::apply::Changes;
use crate::pins;
use crate::stop::Stop;

/// Where the browser hears which passkeys are left.
pub(super) const REMOVED: &str = "/factors/removed";

fn page(factor: &Factor) -> String {
    format!("/factors/{}", factor.id)
}

fn trouble(server: &AuthorizationServer, manager: &Manager, factor: &Factor) -> DraftKey {
    DraftKey::of_session(server, "draft-factor", manager.session.id).of_part(server, &factor.id.to_string())
}

/// The factor of that id, if it is this person's and can be changed.
pub(super) fn own<'a>(manager: &'a Manager, id: &str) -> Option<&'a Factor> {
    manager.factors.iter().find(|factor| factor.id.to_string() == id).filter(|factor| removable(factor))
}

/// What the page shows.
pub(super) async fn view(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    manager: &Manager,
    factor: &Factor,
) -> leasehold_storage::Result<OneFactorView> {
    let page = page(factor);
    Ok(OneFactorView {
        form: enrolment::form(server, &page, manager.csrf(server, &page)),
        factor: factor_view(server, tx, factor, &manager.session).await?,
        last_of: last_of(server, manager, factor),
        error: trouble(server, manager, factor).say::<String>(server, tx).await?,
    })
}

pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    Path(id): Path<String>,
    form: FactorForm,
) -> Result<Response, Stop> {
    let server = &server;
    let opened = form.load(server).await?;
    let page = page(own(&opened.1, &id).ok_or_else(|| problem(StatusCode::NOT_FOUND))?);
    let ((mut tx, manager), Granted { strong, .. }) = form.permitted(server, &page, opened).await?;
    let factor = own(&manager, &id).ok_or_else(|| problem(StatusCode::NOT_FOUND))?;
    let draft = trouble(server, &manager, factor);
    let removed = form.field("decision") == "remove";
    let mut changes = Changes::default();
    let refused = match form.field("decision") {
        "rename" => match valid_name(form.field("name")) {
            Some(name) => {
                changes = rename(server, tx.as_mut(), &manager, factor, &name).await?;
                None
            }
            None => Some("name_invalid"),
        },
        "remove" => {
            let sure = form.fields.get("sure").is_some() || last_of(server, &manager, factor).is_none();
            // What a recovery code opened may add a factor, not take away those that count.
            if !strong && factor.counts(server.now()) {
                Some("too_weak")
            } else if sure {
                changes = change::remove(server, tx.as_mut(), Some(&manager.session), factor).await?;
                None
            } else {
                Some("not_sure")
            }
        }
        _ => return Ok(see_other(&page, [])),
    };
    let to = if let Some(code) = refused {
        draft.write(server, tx.as_mut(), &code).await?;
        page
    } else {
        draft.take(server, tx.as_mut()).await?;
        if removed && factor.kind == FactorKind::Passkey { REMOVED.to_owned() } else { list(server) }
    };
    server.finish(tx, changes, server.now()).await?;
    Ok(see_other(&to, []))
}

async fn rename(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    manager: &Manager,
    factor: &Factor,
    name: &str,
) -> Result<Changes, Failure> {
    tx.rename_factor(factor.id, name).await?;
    Ok(change::note(server, tx, Some(&manager.session), factor, Act::Renamed(name)).await?)
}

/// What nothing else would be left for here: what works on another device only, or is locked, is no way out.
fn last_of(server: &AuthorizationServer, manager: &Manager, factor: &Factor) -> Option<LastOf> {
    let now = server.now();
    let device = manager.session.device;
    let left = |good: &dyn Fn(&Factor) -> bool| {
        let others = manager.factors.iter().filter(|other| other.id != factor.id && other.counts(now));
        others.filter(|other| other.kind.steps_up()).any(good)
    };
    let works = |other: &Factor| other.steps_up_on(device, now) && !pins::is_locked(server, &[other], device);
    if !factor.kind.steps_up() || !factor.counts(now) {
        None
    } else if !left(&|_| true) {
        Some(LastOf::SecondFactor)
    } else if factor.steps_up_on(device, now) && !left(&works) {
        Some(LastOf::WorksHere)
    } else if factor.kind == FactorKind::Passkey && !left(&|other| other.kind == FactorKind::Passkey) {
        Some(LastOf::PhishingResistant)
    } else {
        None
    }
}
