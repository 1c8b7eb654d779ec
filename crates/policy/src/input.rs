//! What rules get to see of the facts.

use std::collections::BTreeMap;

use leasehold_domain::Time;
use leasehold_domain::facts::{Facts, KeyState, Place, Quality, ScopeFacts};
use leasehold_oauth_types::Scope;
use serde::Serialize;

use crate::PolicyError;

/// The `input` document. Every member is always there: what is not known is null, so that a rule that
/// mistypes a name fails in its tests and not in silence. Moments are milliseconds since 1970. The
/// address stays outside: a decision that depends on the place holds for the whole place.
#[derive(Serialize)]
struct Input<'a> {
    now: i64,
    user: String,
    client: &'a str,
    session: String,
    grant: Option<String>,
    scopes: &'a BTreeMap<Scope, ScopeFacts>,
    issued_in: Option<PlaceInput<'a>>,
    place: PlaceInput<'a>,
    device: DeviceInput,
    hours: HoursInput<'a>,
    waivers: Vec<WaiverInput<'a>>,
}

#[derive(Serialize)]
struct PlaceInput<'a> {
    country: Option<&'a str>,
    region: Option<&'a str>,
    quality: Quality,
}

#[derive(Serialize)]
struct DeviceInput {
    id: String,
    trusted: bool,
    blocked: bool,
    trusted_until: Option<i64>,
    key: KeyState,
    key_proved_at: Option<i64>,
    app_key_at: Option<i64>,
    traits_changed_at: Option<i64>,
}

#[derive(Serialize)]
struct HoursInput<'a> {
    zone: &'a str,
    open: bool,
    changes_at: i64,
}

#[derive(Serialize)]
struct WaiverInput<'a> {
    rule: &'a str,
    cause: &'a str,
    until: i64,
}

impl<'a> PlaceInput<'a> {
    fn new(place: &'a Place) -> Self {
        Self { country: place.country.as_deref(), region: place.region.as_deref(), quality: place.quality }
    }
}

pub(crate) fn input(facts: &Facts) -> Result<regorus::Value, PolicyError> {
    let millis = Time::timestamp_millis;
    let input = Input {
        now: millis(&facts.now),
        user: facts.user.to_string(),
        client: facts.client.as_str(),
        session: facts.session.to_string(),
        grant: facts.grant.map(|id| id.to_string()),
        scopes: &facts.scopes,
        issued_in: facts.issued_in.as_ref().map(PlaceInput::new),
        place: PlaceInput::new(&facts.place),
        device: DeviceInput {
            id: facts.device.id.to_string(),
            trusted: facts.device.trusted,
            blocked: facts.device.blocked,
            trusted_until: facts.device.trusted_until.as_ref().map(millis),
            key: facts.device.key,
            key_proved_at: facts.device.key_proved_at.as_ref().map(millis),
            app_key_at: facts.device.app_key_at.as_ref().map(millis),
            traits_changed_at: facts.device.traits_changed_at.as_ref().map(millis),
        },
        hours: HoursInput {
            zone: &facts.hours.zone,
            open: facts.hours.open,
            changes_at: millis(&facts.hours.changes_at),
        },
        waivers: facts
            .waivers
            .iter()
            .map(|waiver| WaiverInput {
                rule: &waiver.rule,
                cause: &waiver.cause,
                until: millis(&waiver.until),
            })
            .collect(),
    };
    let json = serde_json::to_value(input).map_err(|error| PolicyError::Evaluation(error.to_string()))?;
    Ok(json.into())
}
