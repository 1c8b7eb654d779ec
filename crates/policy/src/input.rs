//! What rules get to see of the facts.

use std::collections::{BTreeMap, BTreeSet};

use leasehold_domain::decision::SubjectKind;
use leasehold_domain::facts::{
    BehaviourFacts, Facts, KeyState, Place, PostureFact, Quality, ScopeFacts, SignalFact,
};
use leasehold_domain::signal::SignalKind;
use leasehold_domain::{ClientId, Time};
use leasehold_oauth_types::{Acr, Amr, Scope};
use serde::Serialize;

use crate::PolicyError;
use crate::weights::Weights;

/// As many signals of the same as rules see.
const SAME: usize = 50;

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
    assurance: AssuranceInput<'a>,
    scopes: BTreeMap<&'a Scope, ScopeInput>,
    issued_in: Option<PlaceInput<'a>>,
    place: PlaceInput<'a>,
    network: NetworkInput<'a>,
    device: DeviceInput<'a>,
    hours: HoursInput<'a>,
    signals: Vec<SignalInput<'a>>,
    behaviour: Option<&'a BehaviourFacts>,
    roles: &'a BTreeSet<String>,
    waivers: Vec<WaiverInput<'a>>,
}

#[derive(Serialize)]
struct AssuranceInput<'a> {
    acr: Acr,
    amr: &'a [Amr],
    proved_at: Option<i64>,
}

#[derive(Serialize)]
struct ScopeInput {
    sensitive: bool,
    harmless: bool,
    idle_since: Option<i64>,
}

#[derive(Serialize)]
struct NetworkInput<'a> {
    listed: Option<&'a str>,
}

#[derive(Serialize)]
struct PlaceInput<'a> {
    country: Option<&'a str>,
    region: Option<&'a str>,
    quality: Quality,
    by: Option<&'a str>,
    since: Option<i64>,
}

#[derive(Serialize)]
struct DeviceInput<'a> {
    id: String,
    trusted: bool,
    blocked: bool,
    trusted_until: Option<i64>,
    key: KeyState,
    key_proved_at: Option<i64>,
    app_key_at: Option<i64>,
    traits_changed_at: Option<i64>,
    posture: Vec<PostureInput<'a>>,
}

#[derive(Serialize)]
struct PostureInput<'a> {
    source: &'a str,
    compliant: bool,
    at: i64,
    until: Option<i64>,
}

/// A signal with what it adds to the risk now, and when that becomes less.
#[derive(Serialize)]
struct SignalInput<'a> {
    kind: SignalKind,
    cause: &'a str,
    subject: SubjectKind,
    at: i64,
    quality: Quality,
    values: &'a BTreeMap<String, i64>,
    points: i64,
    fades_at: Option<i64>,
}

#[derive(Serialize)]
struct HoursInput<'a> {
    zone: &'a str,
    open: bool,
    holiday: bool,
    changes_at: i64,
    holiday_changes_at: Option<i64>,
}

#[derive(Serialize)]
struct WaiverInput<'a> {
    rule: &'a str,
    cause: &'a str,
    until: i64,
}

impl ScopeInput {
    fn new(facts: &ScopeFacts) -> Self {
        let ScopeFacts { sensitive, harmless, idle_since } = facts;
        let idle_since = idle_since.as_ref().map(Time::timestamp_millis);
        Self { sensitive: *sensitive, harmless: *harmless, idle_since }
    }
}

impl<'a> PlaceInput<'a> {
    fn new(place: &'a Place) -> Self {
        let Place { address: _, country, region, quality, by, since } = place;
        Self {
            country: country.as_deref(),
            region: region.as_deref(),
            quality: *quality,
            by: by.as_ref().map(ClientId::as_str),
            since: since.as_ref().map(Time::timestamp_millis),
        }
    }
}

impl<'a> PostureInput<'a> {
    fn new(posture: &'a PostureFact) -> Self {
        let PostureFact { source, compliant, at, until } = posture;
        let millis = Time::timestamp_millis;
        Self { source, compliant: *compliant, at: millis(at), until: until.as_ref().map(millis) }
    }
}

impl<'a> SignalInput<'a> {
    fn new(signal: &'a SignalFact, now: Time, weights: &Weights) -> Self {
        let SignalFact { kind, cause, subject, at, quality, values } = signal;
        let worth = weights.worth(*kind, *at, now);
        Self {
            kind: *kind,
            cause,
            subject: *subject,
            at: at.timestamp_millis(),
            quality: *quality,
            values,
            points: worth.points,
            fades_at: worth.fades_at.as_ref().map(Time::timestamp_millis),
        }
    }
}

/// The signals that rules see, latest first.
///
/// What anyone may claim is as good as silence. And of what differs in its time alone, no more than the latest
/// [`SAME`]: otherwise whoever fails to sign in all day makes the rules run out of time, and what rules cannot
/// decide on is denied. An older one adds no more to the risk than the one that takes its place.
fn telling(signals: &[SignalFact]) -> impl Iterator<Item = &SignalFact> {
    let mut latest: Vec<_> = signals.iter().filter(|signal| signal.quality > Quality::Claimed).collect();
    latest.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.cmp(b)));
    let mut seen = BTreeMap::new();
    latest.into_iter().filter(move |signal| {
        let SignalFact { kind, cause, subject, at: _, quality, values } = signal;
        let same = seen.entry((kind, cause, subject, quality, values)).or_insert(0);
        *same += 1;
        *same <= SAME
    })
}

pub(crate) fn input(facts: &Facts, weights: &Weights) -> Result<regorus::Value, PolicyError> {
    let millis = Time::timestamp_millis;
    let input = Input {
        now: millis(&facts.now),
        user: facts.user.to_string(),
        client: facts.client.as_str(),
        session: facts.session.to_string(),
        grant: facts.grant.map(|id| id.to_string()),
        assurance: AssuranceInput {
            acr: facts.assurance.acr,
            amr: &facts.assurance.amr,
            proved_at: facts.assurance.proved_at.as_ref().map(millis),
        },
        scopes: facts.scopes.iter().map(|(scope, facts)| (scope, ScopeInput::new(facts))).collect(),
        issued_in: facts.issued_in.as_ref().map(PlaceInput::new),
        place: PlaceInput::new(&facts.place),
        network: NetworkInput { listed: facts.network.listed.as_deref() },
        device: DeviceInput {
            id: facts.device.id.to_string(),
            trusted: facts.device.trusted,
            blocked: facts.device.blocked,
            trusted_until: facts.device.trusted_until.as_ref().map(millis),
            key: facts.device.key,
            key_proved_at: facts.device.key_proved_at.as_ref().map(millis),
            app_key_at: facts.device.app_key_at.as_ref().map(millis),
            traits_changed_at: facts.device.traits_changed_at.as_ref().map(millis),
            posture: facts.device.posture.iter().map(PostureInput::new).collect(),
        },
        hours: HoursInput {
            zone: &facts.hours.zone,
            open: facts.hours.open,
            holiday: facts.hours.holiday,
            changes_at: millis(&facts.hours.changes_at),
            holiday_changes_at: facts.hours.holiday_changes_at.as_ref().map(millis),
        },
        signals: telling(&facts.signals).map(|signal| SignalInput::new(signal, facts.now, weights)).collect(),
        behaviour: facts.behaviour.as_ref(),
        roles: &facts.roles,
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
