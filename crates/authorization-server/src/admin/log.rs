//! `GET /admin/v1/log`: the revocation log with its filters, fifty entries at a time.

use axum::Json;
use axum::extract::State;
use leasehold_http_kit::{ProblemResponse, QueryParams};
use leasehold_oauth_types::ScopeSet;
use leasehold_oauth_types::admin::{LogEntryView, LogQuery, LogView};
use leasehold_storage::{LogFilter, LogRecord, StorageError, Transaction};
use serde::Serialize;

use crate::AuthorizationServer;
use crate::account::ApiFailure;
use crate::admin::AdminCaller;
use crate::admin::names::Names;

const PAGE: u32 = 50;
/// Longest filter, in characters: names and codes are shorter.
const LONGEST: usize = 128;
const INITIATORS: [&str; 4] = ["user", "admin", "policy", "system"];

pub(super) async fn get(
    State(server): State<AuthorizationServer>,
    AdminCaller { user, .. }: AdminCaller,
    query: Result<QueryParams<LogQuery>, ProblemResponse>,
) -> Result<Json<LogView>, ApiFailure> {
    let QueryParams(query) = query?;
    let filter = filter(query)?;
    let mut tx = server.storage.read().await?;
    let total = tx.log_count(&filter).await?;
    // One more than is shown tells whether there is another page.
    let mut records = tx.log(&LogFilter { limit: PAGE + 1, ..filter }).await?;
    let more = records.len() > PAGE as usize;
    records.truncate(PAGE as usize);
    let next = records.last().filter(|_| more).map(|record| record.seq);
    let mut names = Names::default();
    let mut entries = Vec::with_capacity(records.len());
    for record in records {
        entries.push(view(&server, tx.as_mut(), &mut names, record, &user.locale).await?);
    }
    Ok(Json(LogView { entries, total, next }))
}

/// An empty field of the filter form is no filter.
fn filter(query: LogQuery) -> Result<LogFilter, ApiFailure> {
    let text = |value: Option<String>| {
        let value = value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        match value {
            Some(value) if value.chars().count() > LONGEST => {
                Err(ApiFailure::invalid("a filter is too long"))
            }
            value => Ok(value),
        }
    };
    let initiator = text(query.initiator)?;
    if initiator.as_deref().is_some_and(|initiator| !INITIATORS.contains(&initiator)) {
        return Err(ApiFailure::invalid("there is no such initiator"));
    }
    Ok(LogFilter {
        user: None,
        person: text(query.person)?,
        rule: text(query.rule)?,
        initiator,
        before: query.before,
        limit: PAGE,
    })
}

async fn view(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    names: &mut Names,
    record: LogRecord,
    locale: &str,
) -> Result<LogEntryView, StorageError> {
    let LogRecord { seq, entry, closed_at, took_ms } = record;
    let (person, username) = names.person(tx, entry.subject.user).await?;
    let device = names.device(tx, &entry.subject).await?;
    let client = entry.subject.client.as_ref().map(|id| {
        server.config.registry.client(id).map_or_else(|| id.to_string(), |client| client.name.clone())
    });
    // As it was when it was decided; erased facts name no place.
    let country = entry.facts.pointer("/place/country").and_then(serde_json::Value::as_str);
    let texts = |scopes: &ScopeSet| scopes.iter().map(ToString::to_string).collect();
    Ok(LogEntryView {
        seq,
        at_ms: entry.at.timestamp_millis(),
        person,
        username,
        client,
        device,
        place: country.map(|code| leasehold_policy::country_name(code, locale).to_owned()),
        before: texts(&entry.before),
        after: texts(&entry.after),
        change: word(&entry.change),
        rule: entry.rule,
        policy_version: entry.policy_version,
        cause: entry.cause,
        initiator: word(&entry.initiator),
        remedy: entry.remedy,
        took_ms,
        closed_at_ms: closed_at.map(|at| at.timestamp_millis()),
    })
}

/// The word that stands for a value on the wire.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
