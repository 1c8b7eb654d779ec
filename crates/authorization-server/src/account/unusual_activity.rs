//! `GET /account/v1/unusual-activity`: what was noticed about the person and still adds to the risk.

use axum::Json;
use axum::extract::State;
use leasehold_domain::session::Session;
use leasehold_domain::waiver::Waiver;
use leasehold_oauth_types::account::{UnusualActivityView, UnusualView};
use leasehold_storage::{Result, Transaction};

use crate::AuthorizationServer;
use crate::account::{AccountCaller, ApiFailure};
use crate::interaction::{country_name, device};
use crate::signals::confirm::{Noted, noted};

pub(super) async fn get(
    State(server): State<AuthorizationServer>,
    caller: AccountCaller,
) -> std::result::Result<Json<UnusualActivityView>, ApiFailure> {
    let mut tx = server.storage.read().await?;
    let waivers = tx.waivers(caller.user.id, server.policy_now()).await?;
    let mut matters: Vec<(Noted, u32)> = Vec::new();
    for noted in noted(&server, tx.as_mut(), &caller.session).await? {
        match matters.iter_mut().find(|(newer, _)| noted.is_again(newer)) {
            Some((_, times)) => *times += 1,
            None => matters.push((noted, 1)),
        }
    }
    let sessions = tx.sessions(caller.user.id).await?;
    let mut activity = Vec::with_capacity(matters.len());
    for matter in matters {
        activity.push(view(&server, tx.as_mut(), &caller, (&waivers, &sessions), matter).await?);
    }
    Ok(Json(UnusualActivityView { activity }))
}

/// Never how much it adds: that is for administrators.
async fn view(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    caller: &AccountCaller,
    (waivers, sessions): (&[Waiver], &[Session]),
    (noted, times): (Noted, u32),
) -> Result<UnusualView> {
    let signal = &noted.signal;
    let of_one = signal.device.is_some() || signal.session.is_some();
    let mut there = sessions.iter().filter(|session| match noted.session {
        Some(id) => session.id == id,
        None => of_one && session.device == noted.device,
    });
    let place = there.next().and_then(|session| country_name(&session.place, &caller.user.locale));
    let until = noted.confirmed_until(waivers, server.policy_now());
    Ok(UnusualView {
        signal: signal.id.to_string(),
        kind: signal.kind.as_str().to_owned(),
        at: noted.at(server).timestamp(),
        times,
        device: if of_one { Some(device::name(tx, noted.device).await?) } else { None },
        this_device: of_one && noted.device == caller.session.device,
        session: noted.session.map(|id| id.to_string()),
        place,
        confirmed_until: until.map(|until| until.timestamp()),
        confirmable: noted.confirmable(server, tx, &caller.session).await?,
    })
}
