//! `GET /account/v1/access`: every app of the person, with each scope's state and why it is off.

use axum::Json;
use axum::extract::State;
use leasehold_domain::effective::LeaseState;
use leasehold_domain::grant::Grant;
use leasehold_oauth_types::account::{AccessView, AppView, ScopeView};
use leasehold_oauth_types::{LeaseStatus, Scope};
use leasehold_storage::Transaction;

use crate::AuthorizationServer;
use crate::account::standing::{losses, word};
use crate::account::{AccountCaller, ApiFailure};
use crate::leases::Evaluation;
use crate::leases::evaluate::peek;

pub(super) async fn get(
    State(server): State<AuthorizationServer>,
    caller: AccountCaller,
) -> Result<Json<AccessView>, ApiFailure> {
    let mut tx = server.storage.read().await?;
    let mut apps = Vec::new();
    for grant in tx.live_grants(caller.user.id).await? {
        apps.extend(app(&server, tx.as_mut(), &caller, &grant).await?);
    }
    // The order among the others stays: the newest first.
    apps.sort_by_key(|app| !app.this_session);
    Ok(Json(AccessView { apps }))
}

/// One app on one session; none for our own apps, which cannot be taken away, and for sessions that are
/// over.
async fn app(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    caller: &AccountCaller,
    grant: &Grant,
) -> Result<Option<AppView>, ApiFailure> {
    let Some(client) = server.config.registry.client(&grant.client).filter(|client| !client.first_party)
    else {
        return Ok(None);
    };
    let Some(evaluation) = peek(server, tx, grant).await? else { return Ok(None) };
    let device = tx.device(grant.device).await?;
    let consent = &evaluation.situation.consent;
    let since = consent.scopes.values().map(|given| given.at).min().unwrap_or(grant.created_at);
    Ok(Some(AppView {
        client: client.id.to_string(),
        name: client.name.clone(),
        home: client.home.clone(),
        grant: grant.id.to_string(),
        session: grant.session.to_string(),
        this_session: grant.session == caller.session.id,
        device_name: device.map(|device| device.name).unwrap_or_default(),
        since: since.timestamp(),
        scopes: scopes(server, caller, &evaluation),
    }))
}

/// The scopes, the harmless first. `openid` is no access that anyone would take back.
fn scopes(server: &AuthorizationServer, caller: &AccountCaller, evaluation: &Evaluation) -> Vec<ScopeView> {
    let shown = |scope: &Scope, state: &LeaseState| {
        scope.as_str() != Scope::OPENID && state.status != LeaseStatus::NotGranted
    };
    let states = evaluation.states.iter().filter(|(scope, state)| shown(scope, state));
    let mut scopes: Vec<ScopeView> =
        states.filter_map(|(scope, state)| view(server, caller, evaluation, scope, state)).collect();
    scopes.sort_by_key(|scope| scope.sensitive);
    scopes
}

fn view(
    server: &AuthorizationServer,
    caller: &AccountCaller,
    evaluation: &Evaluation,
    scope: &Scope,
    state: &LeaseState,
) -> Option<ScopeView> {
    let definition = server.config.catalogue.get(scope)?;
    let names = definition.names_in(&caller.user.locale, scope);
    let grant = &evaluation.situation.grant;
    let lease = grant.leases.iter().find(|lease| lease.scope == *scope)?;
    Some(ScopeView {
        scope: scope.clone(),
        title: names.title,
        noun: names.noun,
        description: names.description,
        status: state.status,
        word: word(state),
        sensitive: definition.sensitive,
        losses: losses(server, caller, grant, lease, state),
    })
}
