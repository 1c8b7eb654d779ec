//! `GET /account/v1/activity`: what happened to the person's account, the newest first.

use std::cmp::Reverse;

use axum::Json;
use axum::extract::State;
use leasehold_domain::log::{Change, LogEntry};
use leasehold_domain::session::Session;
use leasehold_domain::{DeviceId, Time};
use leasehold_oauth_types::account::{ActivitiesView, ActivityView};
use leasehold_oauth_types::{Remedy, Scope, ScopeSet};
use leasehold_storage::{LogFilter, StorageError, Transaction};

use crate::AuthorizationServer;
use crate::account::devices::{ended_at, sessions};
use crate::account::{AccountCaller, ApiFailure};
use crate::interaction::country_name;

/// How many entries are shown.
const SHOWN: u32 = 50;

/// The person's own part of the revocation log, and their sign-ins. `kind` is for whoever words it; title
/// and detail name what it is about.
pub(super) async fn get(
    State(server): State<AuthorizationServer>,
    caller: AccountCaller,
) -> Result<Json<ActivitiesView>, ApiFailure> {
    let mut tx = server.storage.read().await?;
    let filter = LogFilter { user: Some(caller.user.id), limit: SHOWN * 2, ..LogFilter::default() };
    let mut entries = Vec::new();
    for record in tx.log(&filter).await? {
        entries.extend(logged(&server, tx.as_mut(), &caller, &record.entry).await?);
    }
    for session in sessions(tx.as_mut(), caller.user.id, server.now()).await? {
        entries.extend(signed(&server, tx.as_mut(), &caller, &session).await?);
    }
    entries.sort_by_key(|entry| Reverse(entry.at));
    entries.truncate(SHOWN as usize);
    Ok(Json(ActivitiesView { entries }))
}

/// One entry of the log; none where nothing changed for the person.
async fn logged(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    caller: &AccountCaller,
    entry: &LogEntry,
) -> Result<Option<ActivityView>, StorageError> {
    let locale = caller.user.locale.as_str();
    let client = entry.subject.client.as_ref().and_then(|id| server.config.registry.client(id));
    if client.is_some_and(|client| client.first_party) {
        return Ok(None);
    }
    let app = client.map(|client| client.name.clone()).unwrap_or_default();
    let reason =
        || server.policy.reason_text(&entry.rule, locale, entry.cause.as_deref().unwrap_or_default());
    let (kind, title, detail) = match entry.change {
        Change::HoldOpened if entry.remedy == Some(Remedy::Wait) => {
            ("paused", nouns(server, locale, &entry.before), reason())
        }
        Change::HoldOpened => ("withdrawn", nouns(server, locale, &entry.before), reason()),
        Change::HoldClosed => ("restored", nouns(server, locale, &entry.after), reason()),
        Change::LeaseCreated | Change::LeaseRenewed => ("allowed", nouns(server, locale, &entry.after), app),
        Change::LeaseElevated => ("confirmed", nouns(server, locale, &entry.after), app),
        Change::LeaseExpired => ("expired", nouns(server, locale, &entry.before), app),
        // The end of a session is told once, not for each app.
        Change::GrantEnded if entry.rule == "sign_out" => return Ok(None),
        // About everybody, and not about the account of whoever did it.
        Change::PolicyChanged => return Ok(None),
        Change::GrantEnded => ("ended", app, reason()),
        Change::CauseConfirmed => {
            ("activity_confirmed", device_name(tx, entry.subject.device).await?, String::new())
        }
        Change::FactorEnrolled | Change::FactorRemoved | Change::FactorChanged | Change::DeviceTrust => {
            (entry.rule.as_str(), device_name(tx, entry.subject.device).await?, String::new())
        }
    };
    Ok((!title.is_empty()).then(|| view(entry.at, kind, title, detail)))
}

/// When a session began and ended.
async fn signed(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    caller: &AccountCaller,
    session: &Session,
) -> Result<Vec<ActivityView>, StorageError> {
    let device = device_name(tx, Some(session.device)).await?;
    let place = country_name(&session.place, &caller.user.locale).unwrap_or_default();
    let began = view(session.created_at, "sign_in", device.clone(), place.clone());
    let ended = ended_at(session, server.now()).map(|at| view(at, "sign_out", device, place));
    Ok([Some(began), ended].into_iter().flatten().collect())
}

async fn device_name(tx: &mut dyn Transaction, id: Option<DeviceId>) -> Result<String, StorageError> {
    let Some(id) = id else { return Ok(String::new()) };
    Ok(tx.device(id).await?.map(|device| device.name).unwrap_or_default())
}

fn nouns(server: &AuthorizationServer, locale: &str, scopes: &ScopeSet) -> String {
    let named = scopes.iter().filter(|scope| scope.as_str() != Scope::OPENID);
    let known = named.filter_map(|scope| Some((scope, server.config.catalogue.get(scope)?)));
    let nouns: Vec<String> = known.map(|(scope, known)| known.names_in(locale, scope).noun).collect();
    nouns.join(", ")
}

fn view(at: Time, kind: &str, title: String, detail: String) -> ActivityView {
    ActivityView { at: at.timestamp(), kind: kind.to_owned(), title, detail }
}
