//! `GET /account/v1/devices`: the person's devices and their sessions.

use axum::Json;
use axum::extract::State;
use chrono::Duration;
use leasehold_domain::device::{DeviceKey, DeviceTrust, TrustState};
use leasehold_domain::grant::Grant;
use leasehold_domain::session::Session;
use leasehold_domain::{Time, UserId};
use leasehold_oauth_types::account::{DeviceView, DevicesView, SessionView, TrustWord};
use leasehold_storage::{StorageError, Transaction};

use crate::AuthorizationServer;
use crate::account::{AccountCaller, ApiFailure};
use crate::interaction::{country_name, device};

/// How long a session is shown after its end.
const SHOWN_AFTER_END: Duration = Duration::days(28);

/// Everything that the page is made of, read at one moment.
struct Known {
    sessions: Vec<Session>,
    grants: Vec<Grant>,
    here: Option<DeviceTrust>,
    key: Option<DeviceKey>,
    now: Time,
}

pub(super) async fn get(
    State(server): State<AuthorizationServer>,
    caller: AccountCaller,
) -> Result<Json<DevicesView>, ApiFailure> {
    let mut tx = server.storage.read().await?;
    let now = server.now();
    let known = Known {
        sessions: sessions(tx.as_mut(), caller.user.id, now).await?,
        grants: tx.live_grants(caller.user.id).await?,
        here: caller.trust(tx.as_mut()).await?,
        key: tx.device(caller.session.device).await?.and_then(|device| device.key),
        now,
    };
    let mut devices = Vec::new();
    for trust in tx.trusts(caller.user.id).await? {
        let Some(device) = tx.device(trust.device).await? else { continue };
        let mut view = view(&server, &caller, &known, &trust);
        view.name = device.name;
        view.mobile = device.mobile;
        devices.push(view);
    }
    // The order among the others stays: the one used last first.
    devices.sort_by_key(|device| !device.this_device);
    Ok(Json(DevicesView { devices }))
}

/// The sessions that live or ended not long ago, the newest first.
pub(super) async fn sessions(
    tx: &mut dyn Transaction,
    user: UserId,
    now: Time,
) -> Result<Vec<Session>, StorageError> {
    let mut sessions = tx.sessions(user).await?;
    sessions.retain(|session| ended_at(session, now).is_none_or(|at| at > now - SHOWN_AFTER_END));
    Ok(sessions)
}

/// When a session ended: signed out, or unused or old for too long.
pub(super) fn ended_at(session: &Session, now: Time) -> Option<Time> {
    let lapses = (session.last_seen + Session::IDLE).min(session.created_at + Session::ABSOLUTE);
    session.ended.map(|end| end.at).or((lapses <= now).then_some(lapses))
}

fn view(
    server: &AuthorizationServer,
    caller: &AccountCaller,
    known: &Known,
    trust: &DeviceTrust,
) -> DeviceView {
    let sessions: Vec<&Session> =
        known.sessions.iter().filter(|session| session.device == trust.device).collect();
    let (word, trusted_until) = match trust.state {
        TrustState::Trusted { until, .. } if known.now < until => {
            (TrustWord::Trusted, Some(until.timestamp()))
        }
        TrustState::Trusted { .. } | TrustState::New => (TrustWord::New, None),
        TrustState::Blocked => (TrustWord::Blocked, None),
    };
    let confirmable = word != TrustWord::Trusted;
    let this_device = trust.device == caller.session.device;
    let elder = known.here.as_ref().filter(|here| device::is_elder(here, trust, server));
    let here = known.here.as_ref();
    let may_confirm = here.is_some_and(|here| device::may_confirm(here, known.key.as_ref(), trust, server));
    let trusted = here.is_some_and(|here| here.is_trusted(known.now));
    let last_seen = sessions.iter().map(|session| session.last_seen).max().unwrap_or(trust.last_seen);
    DeviceView {
        device: trust.device.to_string(),
        name: String::new(),
        mobile: false,
        this_device,
        trust: word,
        trusted_until,
        first_seen: trust.first_seen.timestamp(),
        last_seen: last_seen.max(trust.last_seen).timestamp(),
        place: sessions.first().and_then(|session| country_name(&session.place, &caller.user.locale)),
        sessions: sessions.iter().map(|session| session_view(server, caller, known, session)).collect(),
        can_confirm: confirmable && may_confirm,
        lacks_key: word == TrustWord::New && elder.is_some() && !may_confirm,
        can_block: trusted && !this_device && word != TrustWord::Blocked,
    }
}

fn session_view(
    server: &AuthorizationServer,
    caller: &AccountCaller,
    known: &Known,
    session: &Session,
) -> SessionView {
    let grants = known.grants.iter().filter(|grant| grant.session == session.id);
    let clients = grants.filter_map(|grant| server.config.registry.client(&grant.client));
    let mut apps: Vec<String> = clients.map(|client| client.name.clone()).collect();
    apps.sort();
    apps.dedup();
    SessionView {
        session: session.id.to_string(),
        this_session: session.id == caller.session.id,
        signed_in: session.created_at.timestamp(),
        last_seen: session.last_seen.timestamp(),
        signed_out: ended_at(session, known.now).map(|at| at.timestamp()),
        apps,
        place: country_name(&session.place, &caller.user.locale),
    }
}
