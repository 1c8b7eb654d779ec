//! Where a person was last: travel that nobody can have made is a signal.
//!
//! Distances are the least possible ones, between the edges of what is known. What is a speed too high is for the
//! policy to say; here is only left out what anybody may have driven.

use std::collections::BTreeMap;

use chrono::Duration;
use leasehold_context::travel::{Leg, Stop, between};
use leasehold_domain::DeviceId;
use leasehold_domain::facts::{Place, Quality};
use leasehold_domain::session::Session;
use leasehold_domain::signal::SignalKind;
use leasehold_storage::{Result, Transaction};
use serde::{Deserialize, Serialize};

use super::{Noticed, note};
use crate::AuthorizationServer;

/// Name of the profile in storage.
const NAME: &str = "stops";
/// A stop in the same place is not written again within this time.
const STILL: Duration = Duration::minutes(15);
/// Devices that are remembered; the longest unused falls out.
const DEVICES: usize = 20;

/// The last stops of a person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Stops {
    /// Of the last sign-in, on whatever device.
    sign_in: Option<Known>,
    devices: BTreeMap<DeviceId, Known>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Known {
    stop: Stop,
    country: Option<String>,
}

/// Reads what is known; nothing if nothing is, or nothing that this version reads.
pub(crate) async fn load(tx: &mut dyn Transaction, session: &Session) -> Result<Stops> {
    let stored = tx.profile(session.user, NAME).await?;
    Ok(stored.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Whether a request from there tells anything new.
pub(crate) fn is_news(server: &AuthorizationServer, stops: &Stops, device: DeviceId, place: &Place) -> bool {
    let Some(here) = here(server, place) else { return false };
    stops.devices.get(&device).is_none_or(|known| {
        // A stop in the future is of a clock that was ahead.
        here.stop.at - known.stop.at >= STILL
            || known.stop.at > here.stop.at
            || between(&known.stop, &here.stop).is_some_and(|leg| leg.km > 0)
    })
}

/// Notes where a session is now, and how it got there if nobody can have.
pub(crate) async fn arrived(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    session: &Session,
    place: &Place,
    signing_in: bool,
) -> Result<()> {
    let Some(here) = here(server, place) else { return Ok(()) };
    let mut stops = load(tx, session).await?;
    let sign_in = stops.sign_in.as_ref().filter(|_| signing_in);
    for earlier in [stops.devices.get(&session.device), sign_in].into_iter().flatten() {
        let Some(leg) = between(&earlier.stop, &here.stop).filter(Leg::beyond_driving) else { continue };
        let cause = format!("travel={}>{}", name(earlier), name(&here));
        let noticed = Noticed::about(session.user, SignalKind::ImpossibleTravel)
            .in_session(session.id)
            .because(cause)
            .with("km", leg.km)
            .with("seconds", leg.seconds);
        note(server, tx, if signing_in { noticed.at_sign_in() } else { noticed }).await?;
        break;
    }
    if signing_in {
        stops.sign_in = Some(here.clone());
    }
    stops.devices.insert(session.device, here);
    while stops.devices.len() > DEVICES {
        let oldest = stops.devices.iter().min_by_key(|(_, known)| known.stop.at).map(|(id, _)| *id);
        oldest.map(|id| stops.devices.remove(&id));
    }
    let text = serde_json::to_string(&stops).unwrap_or_default();
    tx.put_profile(session.user, NAME, &text).await
}

/// The stop of a place that somebody vouches for and that is somewhere.
fn here(server: &AuthorizationServer, place: &Place) -> Option<Known> {
    let address = place.address.filter(|_| place.quality > Quality::Claimed)?;
    let located = server.locate(address, place.quality);
    let stop = server.surroundings.excepted.stop(&located, server.policy_now());
    stop.point.is_some().then_some(Known { stop, country: located.place.country })
}

fn name(known: &Known) -> &str {
    known.country.as_deref().unwrap_or("unknown")
}
