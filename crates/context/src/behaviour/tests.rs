use leasehold_domain::clock::at_seconds;
use proptest::prelude::*;

use super::*;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// A Monday, 09:00 in Amsterdam.
const START: i64 = 1_772_438_400;
const ZONE: &str = "Europe/Amsterdam";

fn network(third: u8) -> NetworkKey {
    let plain = |network: ipnet::IpNet| match network.network() {
        std::net::IpAddr::V4(address) => u32::from(address).into(),
        std::net::IpAddr::V6(_) => 0,
    };
    NetworkKey::of(std::net::Ipv4Addr::new(192, 0, third, 77).into(), plain)
}

fn scopes(names: &[&str]) -> BTreeSet<Scope> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

fn batch(at: i64, third: u8, calls: u32, names: &[&str]) -> Batch {
    Batch { at: at_seconds(at), network: Some(network(third)), calls, scopes: scopes(names) }
}

/// Twenty mornings from network 1 with ten calls each.
fn mornings() -> Profile {
    let mut profile = Profile::default();
    for day in 0..20 {
        profile.note_sign_in(at_seconds(START + day * DAY), ZONE, network(1));
        profile.note_use(&batch(START + day * DAY + 60, 1, 10, &["accounts.read"]), ZONE);
    }
    profile
}

fn facts(profile: &Profile, at: i64, third: u8, names: &[&str]) -> BehaviourFacts {
    profile.facts(at_seconds(at), ZONE, network(third), &scopes(names), 14).unwrap()
}

#[test]
fn a_usual_morning_is_usual() {
    let now = START + 20 * DAY + 30 * 60;
    let facts = facts(&mornings(), now, 1, &["accounts.read"]);
    let expected = BehaviourFacts {
        days: 20,
        hour_permille: 1000,
        network_permille: 1000,
        calls: 0,
        calls_at_most: 10,
        first_used: BTreeSet::new(),
    };
    assert_eq!(facts, expected);
}

#[test]
fn a_night_elsewhere_is_unusual() {
    let profile = mornings();
    let facts = facts(&profile, START + 19 * DAY + 17 * HOUR, 2, &["accounts.read", "payments.write"]);
    assert_eq!((facts.hour_permille, facts.network_permille), (0, 0));
    assert_eq!(facts.first_used, scopes(&["payments.write"]));
}

#[test]
fn there_are_no_facts_before_there_is_a_past() {
    let mut profile = Profile::default();
    let none = BTreeSet::new();
    let facts =
        |profile: &Profile, at: i64, days| profile.facts(at_seconds(at), ZONE, network(1), &none, days);
    assert_eq!(facts(&profile, START, 0), None);
    for day in 0..14 {
        assert_eq!(facts(&profile, START + day * DAY, 14), None, "day {day}");
        profile.note_sign_in(at_seconds(START + day * DAY), ZONE, network(1));
    }
    assert!(facts(&profile, START + 14 * DAY, 14).is_some());
    // Years later the old habits weigh nothing.
    profile.note_sign_in(at_seconds(START + 2000 * DAY), ZONE, network(2));
    assert_eq!(facts(&profile, START + 2000 * DAY, 14).unwrap().network_permille, 0);
}

#[test]
fn habits_change_by_half_in_a_month() {
    let mut profile = Profile::default();
    for day in 0..30 {
        profile.note_sign_in(at_seconds(START + day * DAY), ZONE, network(1));
    }
    for day in 30..60 {
        profile.note_sign_in(at_seconds(START + day * DAY), ZONE, network(2));
    }
    let share = facts(&profile, START + 60 * DAY, 1, &[]).network_permille;
    assert!((320..=345).contains(&share), "{share}");
}

#[test]
fn a_burst_does_not_make_itself_usual() {
    let mut profile = mornings();
    let burst = START + 19 * DAY + 2 * HOUR;
    profile.note_use(&batch(burst, 1, 5000, &[]), ZONE);
    let counts = |profile: &Profile, at| {
        let facts = facts(profile, at, 1, &[]);
        (facts.calls, facts.calls_at_most)
    };
    assert_eq!(counts(&profile, burst + 60), (5000, 10));
    assert_eq!(counts(&profile, burst + 2 * HOUR), (0, 10));
    profile.note_use(&batch(burst + 2 * HOUR, 1, 1, &[]), ZONE);
    assert_eq!(counts(&profile, burst + 2 * HOUR), (1, 10), "still today");
    assert_eq!(counts(&profile, burst + DAY), (0, 5000));
}

#[test]
fn what_is_reported_in_parts_or_late_counts_its_hour_once() {
    let mut parts = mornings();
    let at = START + 20 * DAY;
    parts.note_use(&batch(at, 1, 3, &[]), ZONE);
    let mut whole = parts.clone();
    for (later, calls) in [(60, 3), (HOUR + 60, 1), (120, 4)] {
        parts.note_use(&batch(at + later, 1, calls, &[]), ZONE);
    }
    whole.note_use(&batch(at + HOUR + 60, 1, 8, &[]), ZONE);
    assert_eq!(parts.hours, whole.hours);
    assert_eq!(parts.networks, whole.networks);
}

#[test]
fn a_scope_is_new_for_a_day() {
    let mut profile = mornings();
    let first = START + 20 * DAY;
    profile.note_use(&batch(first, 1, 1, &["payments.write"]), ZONE);
    assert_eq!(
        facts(&profile, first + DAY - 1, 1, &["payments.write"]).first_used,
        scopes(&["payments.write"])
    );
    assert_eq!(facts(&profile, first + DAY, 1, &["payments.write"]).first_used, scopes(&[]));
}

#[test]
fn it_is_stored_and_read_by_version() {
    let profile = mornings();
    let json = serde_json::to_string(&profile).unwrap();
    assert_eq!(serde_json::from_str::<Profile>(&json).unwrap(), profile);
    assert!(!json.contains("192"), "{json}");
    let other = json.replacen("\"version\":1", "\"version\":2", 1);
    assert!(serde_json::from_str::<Profile>(&other).is_err());
}

/// What may happen: at any time, also far before or after, in any zone.
fn any_batch() -> impl Strategy<Value = Batch> {
    let at = prop_oneof![START..START + 90 * DAY, -90_000_000_000_i64..90_000_000_000];
    let network = proptest::option::of(any::<u64>().prop_map(|key| NetworkKey::of([0; 4].into(), |_| key)));
    (at, network, any::<u32>(), 0_u32..500).prop_map(|(at, network, calls, scope)| Batch {
        at: at_seconds(at),
        network,
        calls,
        scopes: scopes(&[&format!("scope-{scope:0>100}")]),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn it_stays_small_and_sane(batches in proptest::collection::vec(any_batch(), 1..300)) {
        let mut profile = Profile::default();
        for batch in &batches {
            let days = profile.days();
            let most = profile.calls.at_most(batch.at);
            profile.note_use(batch, ZONE);
            prop_assert!(profile.days() >= days, "days only grow");
            prop_assert!(profile.calls.at_most(batch.at) >= most, "the most only grows");
            let facts = profile.facts(batch.at, ZONE, network(1), &batch.scopes, 1);
            for share in facts.iter().flat_map(|facts| [facts.hour_permille, facts.network_permille]) {
                prop_assert!((0..=1000).contains(&share));
            }
            prop_assert!(facts.is_none_or(|facts| facts.calls >= i64::from(batch.calls)));
        }
        prop_assert!(profile.networks.len() <= 64 && profile.calls.len() <= 24 && profile.scopes.len() <= 64);
        prop_assert!(serde_json::to_string(&profile).unwrap().len() < 20_000);
    }

    /// A person who does the same every day is as usual on each of them.
    #[test]
    fn more_of_the_same_is_never_less_usual(days in 2_i64..200) {
        let mut profile = Profile::default();
        let mut before = 0;
        profile.note_sign_in(at_seconds(START), ZONE, network(9));
        for day in 1..days {
            profile.note_sign_in(at_seconds(START + day * DAY), ZONE, network(1));
            let none = BTreeSet::new();
            let facts = profile.facts(at_seconds(START + day * DAY), ZONE, network(1), &none, 1).unwrap();
            prop_assert!(facts.network_permille >= before);
            before = facts.network_permille;
        }
    }
}
