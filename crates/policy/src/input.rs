//! What rules get to see of the facts.

use std::collections::BTreeMap;

use leasehold_domain::decision::SubjectKind;
use leasehold_domain::facts::{
    BehaviourFacts, Facts, KeyState, Place, PostureFact, Quality, ScopeFacts, SignalFact, WaiverFact,
};
use leasehold_domain::{ClientId, Time};
use regorus::Value;

use crate::weights::Weights;

/// As many signals of the same as rules see.
const SAME: usize = 50;

/// The `input` document. Every member is always there: what is not known is null, so that a rule that
/// mistypes a name fails in its tests and not in silence. Moments are milliseconds since 1970. The
/// address stays outside: a decision that depends on the place holds for the whole place.
///
/// It is put together here and not by way of JSON, which takes four times as long.
pub(crate) fn input(facts: &Facts, weights: &Weights) -> Value {
    let Facts { now, user, client, session, grant, assurance, scopes, issued_in, place: here, .. } = facts;
    let Facts { network, device, hours, signals, behaviour, roles, waivers, .. } = facts;
    object([
        ("now", moment(now)),
        ("user", user.to_string().into()),
        ("client", client.as_str().into()),
        ("session", session.to_string().into()),
        ("grant", or_null(grant.as_ref(), |grant| grant.to_string().into())),
        (
            "assurance",
            object([
                ("acr", assurance.acr.as_str().into()),
                ("amr", list(assurance.amr.iter().map(|method| method.as_str().into()))),
                ("proved_at", or_null(assurance.proved_at.as_ref(), moment)),
            ]),
        ),
        ("scopes", map(scopes.iter().map(|(name, facts)| (name.as_str(), scope(facts))))),
        ("issued_in", or_null(issued_in.as_ref(), place)),
        ("place", place(here)),
        ("network", object([("listed", text_or_null(network.listed.as_deref()))])),
        (
            "device",
            object([
                ("id", device.id.to_string().into()),
                ("trusted", device.trusted.into()),
                ("blocked", device.blocked.into()),
                ("trusted_until", or_null(device.trusted_until.as_ref(), moment)),
                ("key", key(device.key).into()),
                ("key_proved_at", or_null(device.key_proved_at.as_ref(), moment)),
                ("app_key_at", or_null(device.app_key_at.as_ref(), moment)),
                ("traits_changed_at", or_null(device.traits_changed_at.as_ref(), moment)),
                ("posture", list(device.posture.iter().map(posture))),
            ]),
        ),
        (
            "hours",
            object([
                ("zone", hours.zone.as_str().into()),
                ("open", hours.open.into()),
                ("holiday", hours.holiday.into()),
                ("changes_at", moment(&hours.changes_at)),
                ("holiday_changes_at", or_null(hours.holiday_changes_at.as_ref(), moment)),
            ]),
        ),
        ("signals", list(telling(signals).map(|one| signal(one, *now, weights)))),
        ("behaviour", or_null(behaviour.as_ref(), usual)),
        ("roles", list(roles.iter().map(|role| role.as_str().into()))),
        // A rule does not know which scopes a finding means: what speaks for some is weighed with the answer.
        ("waivers", list(waivers.iter().filter(|waiver| waiver.scopes.is_none()).map(waiver))),
    ])
}

fn scope(facts: &ScopeFacts) -> Value {
    let ScopeFacts { sensitive, harmless, idle_since } = facts;
    object([
        ("sensitive", (*sensitive).into()),
        ("harmless", (*harmless).into()),
        ("idle_since", or_null(idle_since.as_ref(), moment)),
    ])
}

fn place(place: &Place) -> Value {
    object([
        ("country", text_or_null(place.country.as_deref())),
        ("region", text_or_null(place.region.as_deref())),
        ("quality", quality(place.quality).into()),
        ("by", text_or_null(place.by.as_ref().map(ClientId::as_str))),
        ("since", or_null(place.since.as_ref(), moment)),
    ])
}

fn posture(posture: &PostureFact) -> Value {
    let PostureFact { source, compliant, at, until } = posture;
    object([
        ("source", source.as_str().into()),
        ("compliant", (*compliant).into()),
        ("at", moment(at)),
        ("until", or_null(until.as_ref(), moment)),
    ])
}

/// A signal with what it adds to the risk now, and when that becomes less.
fn signal(signal: &SignalFact, now: Time, weights: &Weights) -> Value {
    let SignalFact { kind, cause, subject, at, quality: vouched, values } = signal;
    let worth = weights.worth(*kind, *at, now);
    object([
        ("kind", kind.as_str().into()),
        ("cause", cause.as_str().into()),
        ("subject", self::subject(*subject).into()),
        ("at", moment(at)),
        ("quality", quality(*vouched).into()),
        ("values", map(values.iter().map(|(name, value)| (name.as_str(), (*value).into())))),
        ("points", worth.points.into()),
        ("fades_at", or_null(worth.fades_at.as_ref(), moment)),
    ])
}

fn usual(behaviour: &BehaviourFacts) -> Value {
    let BehaviourFacts { days, hour_permille, network_permille, calls, calls_at_most, first_used } =
        behaviour;
    object([
        ("days", (*days).into()),
        ("hour_permille", (*hour_permille).into()),
        ("network_permille", (*network_permille).into()),
        ("calls", (*calls).into()),
        ("calls_at_most", (*calls_at_most).into()),
        ("first_used", list(first_used.iter().map(|scope| scope.as_str().into()))),
    ])
}

fn waiver(waiver: &WaiverFact) -> Value {
    let WaiverFact { rule, cause, scopes: _, until } = waiver;
    object([("rule", rule.as_str().into()), ("cause", cause.as_str().into()), ("until", moment(until))])
}

const fn quality(quality: Quality) -> &'static str {
    match quality {
        Quality::Claimed => "claimed",
        Quality::Asserted => "asserted",
        Quality::Observed => "observed",
    }
}

const fn key(key: KeyState) -> &'static str {
    match key {
        KeyState::None => "none",
        KeyState::Proved => "proved",
        KeyState::Lost => "lost",
        KeyState::Changed => "changed",
    }
}

const fn subject(subject: SubjectKind) -> &'static str {
    match subject {
        SubjectKind::Session => "session",
        SubjectKind::Device => "device",
        SubjectKind::User => "user",
        SubjectKind::Client => "client",
    }
}

fn moment(at: &Time) -> Value {
    at.timestamp_millis().into()
}

fn text_or_null(text: Option<&str>) -> Value {
    text.map_or(Value::Null, Value::from)
}

fn or_null<T>(known: Option<&T>, value: impl FnOnce(&T) -> Value) -> Value {
    known.map_or(Value::Null, value)
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    map(members.into_iter())
}

fn map<'a>(members: impl Iterator<Item = (&'a str, Value)>) -> Value {
    members.map(|(name, value)| (name.into(), value)).collect::<BTreeMap<Value, Value>>().into()
}

fn list(items: impl Iterator<Item = Value>) -> Value {
    items.collect::<Vec<Value>>().into()
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
