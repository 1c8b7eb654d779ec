//! Properties over generated facts.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use leasehold_domain::decision::{Action, Finding, SubjectKind};
use leasehold_domain::facts::{
    BehaviourFacts, Facts, KeyState, Place, PostureFact, Quality, SignalFact, WaiverFact,
};
use leasehold_domain::signal::SignalKind;
use leasehold_oauth_types::{Remedy, Scope};
use proptest::prelude::*;

use super::decisions::tuned;
use super::facts::{as_always, at_home, in_hours, place, posture, scope, signal, waiver};
use crate::{PolicyEngine, PolicySources};

/// As it ships, with a scope that is for a role.
pub(super) static ENGINE: LazyLock<PolicyEngine> =
    LazyLock::new(|| tuned("\"roles\": {}", "\"roles\": {\"payments.write\": [\"payer\"]}"));

/// With risk scores that somebody tuned: the hard limit takes less than the soft one, or takes nothing for good.
static TUNED: LazyLock<[PolicyEngine; 2]> = LazyLock::new(|| {
    let scores = |from: &str, to: &str| {
        let mut sources = PolicySources::shipped();
        let (before, rule) = sources.data.split_once("\"risk_score\": {").unwrap();
        let tuned = rule.replacen(from, to, 1);
        assert_ne!(tuned, rule, "{from}");
        sources.data = format!("{before}\"risk_score\": {{{tuned}");
        PolicyEngine::new(&sources).unwrap()
    };
    [
        scores("\"scopes\": \"all_but_harmless\"", "\"scopes\": [\"invoices.approve\"]"),
        scores("\"action\": \"revoke\"", "\"action\": \"deny\""),
    ]
});

fn findings(facts: &Facts) -> Vec<(Scope, Finding)> {
    let decision = ENGINE.decide(facts).unwrap();
    decision.iter().map(|(scope, finding)| (scope.clone(), finding.clone())).collect()
}

fn scopes(facts: &Facts) -> Vec<Scope> {
    ENGINE.decide(facts).unwrap().findings.into_keys().collect()
}

/// Forgets a fact, or makes it as good as it can be.
type Change<'a> = &'a dyn Fn(&mut Facts);

fn any_place() -> impl Strategy<Value = Place> {
    let country = proptest::sample::select(vec![
        (Some("NL"), Some("eu_eea")),
        (Some("DE"), Some("eu_eea")),
        (Some("BR"), Some("other")),
        (Some("US"), Some("other")),
        (Some("US"), None),
        (None, None),
    ]);
    let quality = proptest::sample::select(vec![Quality::Claimed, Quality::Asserted, Quality::Observed]);
    (country, quality).prop_map(|((country, region), quality)| place(country, region, quality))
}

fn any_waivers() -> impl Strategy<Value = Vec<WaiverFact>> {
    let device = at_home().device.id;
    let known = proptest::sample::select(vec![
        ("left_region", "country=BR".to_owned()),
        ("left_region", "country=US".to_owned()),
        ("left_region", "country=unknown".to_owned()),
        ("new_device", format!("device={device}")),
        ("new_device", "country=BR".to_owned()),
        ("device_changed", format!("lost={device}")),
        ("business_hours", "outside_hours".to_owned()),
        ("failed_sign_ins", "sign_in_failed".to_owned()),
        ("impossible_travel", "impossible_travel=1".to_owned()),
        ("risk_score", "token_replay=1".to_owned()),
        ("risk_score", "network".to_owned()),
        ("device_posture", "posture=mdm".to_owned()),
    ]);
    // Most speak for all scopes, some for a few.
    let scopes = proptest::option::weighted(
        0.25,
        proptest::sample::subsequence(at_home().scopes.into_keys().collect::<Vec<_>>(), 0..3),
    );
    let one = (known, -2_i64..6, scopes).prop_map(|((rule, cause), hours, scopes)| WaiverFact {
        scopes: scopes.map(BTreeSet::from_iter),
        ..waiver(rule, &cause, in_hours(hours))
    });
    proptest::collection::vec(one, 0..4)
}

fn any_signal() -> impl Strategy<Value = SignalFact> {
    let kind = proptest::sample::select(SignalKind::ALL);
    let subject =
        proptest::sample::select(vec![SubjectKind::Session, SubjectKind::Device, SubjectKind::User]);
    // Most of them lately, some days ago or, as after a clock was set, ahead.
    let ago = prop_oneof![3 => -100_i64..1000, 1 => 0_i64..400_000];
    let measures = proptest::option::of((0_i64..12_000, -100_i64..100_000));
    (kind, subject, ago, measures).prop_map(|(kind, subject, ago, measures)| {
        let values = measures.map(|(km, seconds)| [("km".to_owned(), km), ("seconds".to_owned(), seconds)]);
        SignalFact { values: values.into_iter().flatten().collect(), ..signal(kind, subject, ago) }
    })
}

fn any_behaviour() -> impl Strategy<Value = BehaviourFacts> {
    (0_i64..40, 0_i64..30, 0_i64..30, 0_i64..500, any::<bool>()).prop_map(
        |(days, hour_permille, network_permille, calls, first)| BehaviourFacts {
            days,
            hour_permille,
            network_permille,
            calls,
            calls_at_most: 30,
            first_used: first.then(|| scope("payments.write")).into_iter().collect(),
        },
    )
}

fn any_posture() -> impl Strategy<Value = Vec<PostureFact>> {
    let until = || proptest::option::of((-2_i64..6).prop_map(in_hours));
    let said = |source: &'static str| {
        (any::<bool>(), until()).prop_map(move |(compliant, until)| posture(source, compliant, until))
    };
    (proptest::option::of(said("edr")), proptest::option::of(said("mdm")))
        .prop_map(|(edr, mdm)| edr.into_iter().chain(mdm).collect())
}

prop_compose! {
    pub(super) fn any_facts()(
        (issued_in, place) in (proptest::option::of(any_place()), any_place()),
        (trusted, blocked, open, holiday) in any::<(bool, bool, bool, bool)>(),
        key in proptest::sample::select(vec![KeyState::None, KeyState::Proved, KeyState::Lost, KeyState::Changed]),
        (trusted_until, changes_at, midnight) in (proptest::option::of(-3_i64..30), -1_i64..30, proptest::option::of(-1_i64..30)),
        waivers in any_waivers(),
        signals in proptest::collection::vec(any_signal(), 0..12),
        behaviour in proptest::option::of(any_behaviour()),
        posture in any_posture(),
        listed in proptest::option::of(Just("drop".to_owned())),
        (idle, payer) in (proptest::option::of(-181_i64..0), any::<bool>()),
    ) -> Facts {
        let mut facts = Facts { issued_in, place, waivers, signals, behaviour, ..at_home() };
        (facts.device.trusted, facts.device.blocked) = (trusted, blocked);
        (facts.hours.open, facts.hours.holiday) = (open, holiday);
        facts.device.trusted_until = trusted_until.map(in_hours);
        facts.device.key = key;
        facts.device.posture = posture;
        facts.hours.changes_at = in_hours(changes_at);
        facts.hours.holiday_changes_at = midnight.map(in_hours);
        facts.network.listed = listed;
        facts.scopes.get_mut(&scope("accounts.read")).unwrap().idle_since = idle.map(|days| in_hours(24 * days));
        facts.roles = payer.then(|| "payer".to_owned()).into_iter().collect();
        facts
    }
}

proptest! {
    /// `replay_without_clock_and_rng`: stored facts give the stored decision, bit for bit, also from a
    /// fresh engine and after a trip through JSON.
    #[test]
    fn replay_without_clock_and_rng(facts in any_facts(), other in any_facts()) {
        let decision = ENGINE.decide(&facts).unwrap();
        ENGINE.decide(&other).unwrap();
        let stored: Facts = serde_json::from_str(&serde_json::to_string(&facts).unwrap()).unwrap();
        prop_assert_eq!(serde_json::to_string(&ENGINE.decide(&stored).unwrap()).unwrap(), serde_json::to_string(&decision).unwrap());
    }

    /// A waiver takes away the findings of its rule and cause, and no other. (What is confirmed of a risk makes it
    /// less: see `restore_never_loops`.)
    #[test]
    fn waiver_covers_only_its_cause(facts in any_facts(), rule in 0_usize..4, cause in "(country=[A-Z]{2}|outside_hours|device=x|)") {
        let rule = ["left_region", "new_device", "business_hours", "device_changed"][rule];
        let before = findings(&facts);
        let mut waived = facts;
        // Half the time for something that is found.
        let (rule, cause) = before
            .iter()
            .find(|(_, finding)| cause.is_empty() && finding.rule != "risk_score")
            .map_or((rule.to_owned(), cause), |(_, finding)| (finding.rule.clone(), finding.cause.clone()));
        waived.waivers.push(waiver(&rule, &cause, in_hours(1)));
        let expected: Vec<_> = before
            .into_iter()
            .filter(|(_, finding)| (&finding.rule, &finding.cause) != (&rule, &cause))
            .collect();
        prop_assert_eq!(findings(&waived), expected);
    }

    /// More waivers never find more.
    #[test]
    fn waivers_only_take_away(facts in any_facts(), more in any_waivers()) {
        let before = findings(&facts);
        let mut waived = facts.clone();
        waived.waivers.extend(more);
        let lost = scopes(&facts);
        prop_assert!(scopes(&waived).iter().all(|scope| lost.contains(scope)));
        // Less risk may wait where more had to be confirmed.
        let kept = |finding: &(Scope, Finding)| before.contains(finding) || finding.1.cause == "elevated";
        prop_assert!(findings(&waived).iter().all(kept));
    }

    /// A waiver past its end says nothing.
    /// What is decided for one address is decided for all in the same place: answers are kept for networks.
    #[test]
    fn rules_see_no_address(facts in any_facts(), address: Option<std::net::IpAddr>) {
        let decision = ENGINE.decide(&facts).unwrap();
        let mut elsewhere = facts;
        elsewhere.place.address = address;
        elsewhere.issued_in.iter_mut().for_each(|place| place.address = address);
        prop_assert_eq!(ENGINE.decide(&elsewhere).unwrap(), decision);
    }

    #[test]
    fn an_ended_waiver_is_none(facts in any_facts()) {
        let mut without = facts.clone();
        without.waivers.retain(|waiver| waiver.until > facts.now);
        prop_assert_eq!(findings(&facts), findings(&without));
    }

    /// Nothing changes before the moment the decision names: neither findings nor risk.
    #[test]
    fn region_is_sound(facts in any_facts(), part in 0.0..1.0_f64) {
        let decision = ENGINE.decide(&facts).unwrap();
        let end = decision.valid_until.unwrap_or(in_hours(1000));
        prop_assert!(end > facts.now);
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any moment will do")]
        let ahead = ((end - facts.now).num_milliseconds() as f64 * part) as i64;
        let last = end - chrono::Duration::milliseconds(1);
        for now in [facts.now + chrono::Duration::milliseconds(ahead), last] {
            prop_assert_eq!(&ENGINE.decide(&Facts { now, ..facts.clone() }).unwrap(), &decision);
        }
    }

    /// What is not known takes away whatever the most favourable value takes away.
    #[test]
    fn unknown_is_least(facts in any_facts(), fact in 0_usize..8) {
        let unwaived = !facts.waivers.iter().any(|waiver| waiver.cause == "country=unknown" && waiver.until > facts.now);
        let home = facts.issued_in.clone().unwrap_or_else(|| at_home().place);
        let pairs: [(Change<'_>, Change<'_>); 8] = [
            (
                &|facts| facts.place = place(None, None, if unwaived { Quality::Observed } else { Quality::Claimed }),
                &|facts| if unwaived { facts.place = home.clone() } else { facts.place.quality = Quality::Claimed },
            ),
            (&|facts| facts.device.key = KeyState::None, &|facts| facts.device.key = KeyState::Proved),
            (&|facts| facts.behaviour = None, &|facts| facts.behaviour = Some(as_always())),
            (&|facts| facts.roles.clear(), &|facts| facts.roles = ["payer".to_owned()].into()),
            (&|facts| facts.device.posture.clear(), &|facts| facts.device.posture = vec![posture("mdm", true, None)]),
            (
                &|facts| facts.scopes.values_mut().for_each(|scope| scope.idle_since = None),
                &|facts| facts.scopes.values_mut().for_each(|scope| scope.idle_since = Some(in_hours(0))),
            ),
            (
                &|facts| facts.signals.iter_mut().for_each(|signal| signal.values.clear()),
                &|facts| facts.signals.iter_mut().for_each(|signal| {
                    signal.values = [("km".to_owned(), 0), ("seconds".to_owned(), 100_000)].into();
                }),
            ),
            (&|facts| facts.waivers.clear(), &|_| {}),
        ];
        let (forget, favour) = pairs[fact];
        let (mut unknown, mut favourable) = (facts.clone(), facts);
        forget(&mut unknown);
        favour(&mut favourable);
        let lost = scopes(&unknown);
        prop_assert!(scopes(&favourable).iter().all(|scope| lost.contains(scope)), "{:?}", unknown);
    }

    /// A place that nobody knows revokes nothing by itself.
    #[test]
    fn an_unknown_place_only_waits(facts in any_facts()) {
        let unknown = Facts { place: place(None, None, Quality::Observed), ..facts };
        prop_assert!(findings(&unknown).iter().all(|(_, finding)| finding.rule != "left_region" || finding.action == Action::Suspend));
    }

    /// Nothing that is noticed gives a scope back.
    #[test]
    fn more_risk_never_gives_more(facts in any_facts(), more in any_signal(), listed: bool) {
        let mut riskier = facts.clone();
        riskier.signals.push(more);
        riskier.signals.sort();
        if listed {
            riskier.network.listed = Some("drop".into());
        }
        for engine in TUNED.iter().chain([&*ENGINE]) {
            let scopes = |facts| engine.decide(facts).unwrap().findings.into_keys().collect::<Vec<_>>();
            let lost = scopes(&riskier);
            prop_assert!(scopes(&facts).iter().all(|scope| lost.contains(scope)));
        }
        prop_assert!(ENGINE.decide(&riskier).unwrap().risk.score >= ENGINE.decide(&facts).unwrap().risk.score);
    }

    /// After every remedy that is a proof the same facts ask for none.
    #[test]
    fn restore_never_loops(facts in any_facts()) {
        let proof = |finding: &Finding| matches!(finding.remedy, Remedy::StepUp | Remedy::ConfirmDevice);
        let mut restored = facts.clone();
        for (_, finding) in findings(&facts).iter().filter(|(_, finding)| proof(finding)) {
            restored.waivers.push(waiver(&finding.rule, &finding.cause, in_hours(1)));
        }
        let left: Vec<_> = findings(&restored).into_iter().filter(|(_, finding)| proof(finding)).collect();
        prop_assert_eq!(left, []);
    }

    /// What anyone may claim is as good as silence.
    #[test]
    fn claims_change_nothing(facts in any_facts(), claimed in any_place(), signal in any_signal()) {
        let silent = Facts { place: Place::default(), ..facts.clone() };
        let mut claiming = Facts { place: Place { quality: Quality::Claimed, ..claimed }, ..facts };
        claiming.signals.push(SignalFact { quality: Quality::Claimed, ..signal });
        prop_assert_eq!(findings(&claiming), findings(&silent));
    }
}
