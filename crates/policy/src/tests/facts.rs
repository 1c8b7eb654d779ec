//! Facts of a person at home, at work, on a trusted device, for tests to change.

use std::collections::{BTreeMap, BTreeSet};

use leasehold_domain::clock::at_millis;
use leasehold_domain::decision::SubjectKind;
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::facts::{
    AssuranceFacts, BehaviourFacts, DeviceFacts, Facts, HoursFacts, KeyState, NetworkFacts, Place,
    PostureFact, Quality, ScopeFacts, SignalFact, WaiverFact,
};
use leasehold_domain::signal::SignalKind;
use leasehold_domain::{ClientId, DeviceId, GrantId, SessionId, Time, UserId};
use leasehold_oauth_types::Scope;

pub(super) const NOW: i64 = 1_772_445_600_000;

pub(super) fn in_hours(hours: i64) -> Time {
    at_millis(NOW + hours * 3_600_000)
}

pub(super) fn scope(name: &str) -> Scope {
    name.parse().unwrap()
}

pub(super) fn place(country: Option<&str>, region: Option<&str>, quality: Quality) -> Place {
    Place {
        address: "203.0.113.9".parse().ok(),
        country: country.map(Into::into),
        region: region.map(Into::into),
        quality,
        by: None,
        since: None,
    }
}

pub(super) fn waiver(rule: &str, cause: &str, until: Time) -> WaiverFact {
    WaiverFact { rule: rule.into(), cause: cause.into(), scopes: None, until }
}

/// A signal, `ago` seconds old.
pub(super) fn signal(kind: SignalKind, subject: SubjectKind, ago: i64) -> SignalFact {
    SignalFact {
        kind,
        cause: format!("{}=1", kind.as_str()),
        subject,
        at: at_millis(NOW - ago * 1000),
        quality: Quality::Observed,
        values: BTreeMap::new(),
    }
}

/// From one side of the Atlantic to the other in an hour.
pub(super) fn travel(ago: i64) -> SignalFact {
    let values = [("km".to_owned(), 9500), ("seconds".to_owned(), 3600)].into();
    SignalFact { values, ..signal(SignalKind::ImpossibleTravel, SubjectKind::Session, ago) }
}

pub(super) fn posture(source: &str, compliant: bool, until: Option<Time>) -> PostureFact {
    PostureFact { source: source.into(), compliant, at: at_millis(NOW), until }
}

/// What this person always does.
pub(super) fn as_always() -> BehaviourFacts {
    BehaviourFacts {
        days: 90,
        hour_permille: 250,
        network_permille: 800,
        calls: 10,
        calls_at_most: 60,
        first_used: BTreeSet::new(),
    }
}

pub(super) fn at_home() -> Facts {
    let entropy = SeededEntropy::new(1);
    let now = at_millis(NOW);
    let home = place(Some("NL"), Some("eu_eea"), Quality::Observed);
    let scopes = [
        ("accounts.read", false, false),
        ("invoices.approve", true, false),
        ("openid", false, true),
        ("payments.write", true, false),
    ];
    Facts {
        now,
        user: UserId::generate(now, &entropy),
        client: ClientId::new("northbank"),
        session: SessionId::generate(now, &entropy),
        grant: Some(GrantId::generate(now, &entropy)),
        assurance: AssuranceFacts::default(),
        scopes: scopes
            .map(|(name, sensitive, harmless)| {
                (scope(name), ScopeFacts { sensitive, harmless, idle_since: Some(now) })
            })
            .into(),
        issued_in: Some(home.clone()),
        place: home,
        network: NetworkFacts::default(),
        device: DeviceFacts {
            id: DeviceId::generate(now, &entropy),
            trusted: true,
            blocked: false,
            trusted_until: Some(in_hours(24 * 30)),
            key: KeyState::Proved,
            key_proved_at: Some(now),
            app_key_at: None,
            traits_changed_at: None,
            posture: Vec::new(),
        },
        hours: HoursFacts {
            zone: "Europe/Amsterdam".into(),
            open: true,
            holiday: false,
            changes_at: in_hours(5),
            holiday_changes_at: None,
        },
        signals: Vec::new(),
        behaviour: None,
        roles: BTreeSet::new(),
        waivers: Vec::new(),
    }
}
