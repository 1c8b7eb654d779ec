//! A small set of traces: what has to hold whatever the weights are.

use std::sync::LazyLock;

use leasehold_policy::PolicyEngine;
use leasehold_traces::attacks::{Attack, DEVICE_KEY, Outcome};
use leasehold_traces::people::Kind;
use leasehold_traces::report::{interrupted, markdown};
use leasehold_traces::rng::digest;
use leasehold_traces::run::{Lived, Size, Traces, run};
use leasehold_traces::year::{Incident, moments};

const SMALL: Size = Size { seed: 1, people: 12, days: 60 };

#[expect(clippy::unwrap_used, reason = "a test")]
static TRACES: LazyLock<Traces> = LazyLock::new(|| run(PolicyEngine::shipped().unwrap(), SMALL).unwrap());

fn outcomes(of: &[Attack]) -> Vec<(&'static Lived, &'static Outcome)> {
    let all = TRACES.lived.iter().flat_map(|lived| lived.attacks.iter().map(move |attack| (lived, attack)));
    all.filter(|(_, (kind, _))| of.contains(kind)).map(|(lived, (_, outcome))| (lived, outcome)).collect()
}

#[test]
fn the_same_seed_gives_the_same_year() {
    let days: String = TRACES
        .lived
        .iter()
        .map(|lived| format!("{:?}", moments(SMALL.seed, &lived.person, SMALL.days)))
        .collect();
    // The people and their days depend on nothing but the seed: a new number here is a new set of traces, and new
    // figures in docs/livability.md.
    assert_eq!(digest(&days), 0x848d_f279_73ef_c7b3);
    let again = run(PolicyEngine::shipped().unwrap(), SMALL).unwrap();
    assert_eq!(again.digest(), TRACES.digest());
    assert_ne!(
        run(PolicyEngine::shipped().unwrap(), Size { seed: 2, ..SMALL }).unwrap().digest(),
        again.digest()
    );
}

#[test]
fn who_stays_in_the_region_on_a_device_with_a_key_is_left_alone() {
    let mut quiet = 0;
    for lived in TRACES.lived.iter().filter(|lived| lived.person.keyed && lived.person.kind == Kind::Office) {
        let moments = moments(SMALL.seed, &lived.person, SMALL.days);
        let calm = moments.iter().all(|moment| {
            let device = matches!(moment.incident, Some(Incident::Replaced | Incident::LostKey));
            !device && !moment.abroad && !moment.spot.country.is_empty() && !moment.spot.is_listed()
        });
        if calm {
            quiet += 1;
            assert_eq!(interrupted(lived, |_| true), 0, "{:?}", lived.figures.withdrawals);
        }
    }
    assert!(quiet > 0, "nobody stayed");
}

#[test]
fn a_stolen_password_pays_nothing() {
    let tried = outcomes(&[Attack::Password, Attack::PasswordAndFactor, Attack::Spraying, Attack::Guessing]);
    assert!(tried.len() >= 40, "{}", tried.len());
    for (lived, outcome) in tried {
        assert!(!outcome.sensitive, "{:?}: {outcome:?}", lived.person);
        assert!(outcome.first.contains("new_device"), "{outcome:?}");
    }
}

#[test]
fn a_stolen_cookie_is_worth_nothing_with_a_key_and_outside_the_region() {
    let tried = outcomes(&[Attack::CookieSameCountry, Attack::CookieInside, Attack::CookieOutside]);
    assert!(tried.iter().any(|(lived, _)| !lived.person.keyed));
    for (lived, outcome) in tried {
        assert_eq!(outcome.first.contains(DEVICE_KEY), lived.person.keyed);
        assert!(!(lived.person.keyed && (outcome.sensitive || outcome.plain)), "{outcome:?}");
    }
    for (_, outcome) in outcomes(&[Attack::CookieOutside]) {
        assert!(!outcome.sensitive, "{outcome:?}");
    }
}

#[test]
fn what_a_stranger_does_takes_nothing_from_who_proves_a_key() {
    let tried = outcomes(&[Attack::Password, Attack::Spraying, Attack::Guessing]);
    for (lived, outcome) in tried.iter().filter(|(lived, _)| lived.person.keyed) {
        assert!(!outcome.harmed, "{:?}: {outcome:?}", lived.person);
    }
}

#[test]
fn ordinary_people_are_seldom_interrupted_for_nothing() {
    let months = SMALL.days / 30;
    for lived in &TRACES.lived {
        let wrong = i64::try_from(interrupted(lived, |one| one.false_alarm)).unwrap();
        // Exits of somebody else's VPN are outside the region, and so is a foreign operator.
        let most = if matches!(lived.person.kind, Kind::PrivateVpn | Kind::Roams) { 15 } else { 2 };
        assert!(wrong <= most * months, "{:?}: {wrong}", lived.person);
    }
    let waits: usize = TRACES.lived.iter().flat_map(|lived| lived.figures.waits.values()).sum();
    assert!(waits <= 3, "{waits} waits");
}

#[test]
fn the_report_has_every_attack_and_all_people() {
    let text = markdown(&TRACES);
    assert!(Attack::ALL.iter().all(|attack| text.contains(attack.name())));
    assert!(text.contains("| **everybody** | 12 |"), "{text}");
}
