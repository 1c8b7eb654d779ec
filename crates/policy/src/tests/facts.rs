//! Facts of a person at home, at work, on a trusted device, for tests to change.

use std::collections::BTreeSet;

use leasehold_domain::clock::at_millis;
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::facts::{
    DeviceFacts, Facts, HoursFacts, KeyState, NetworkFacts, Place, Quality, ScopeFacts, WaiverFact,
};
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
    }
}

pub(super) fn waiver(rule: &str, cause: &str, until: Time) -> WaiverFact {
    WaiverFact { rule: rule.into(), cause: cause.into(), until }
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
        },
        signals: Vec::new(),
        behaviour: None,
        roles: BTreeSet::new(),
        waivers: Vec::new(),
    }
}
