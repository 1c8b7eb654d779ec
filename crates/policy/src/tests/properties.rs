//! Properties over generated facts.

use std::sync::LazyLock;

use leasehold_domain::decision::{Action, Finding};
use leasehold_domain::facts::{Facts, KeyState, Place, Quality, WaiverFact};
use leasehold_oauth_types::Scope;
use proptest::prelude::*;

use super::facts::{at_home, in_hours, place, waiver};
use crate::PolicyEngine;

pub(super) static ENGINE: LazyLock<PolicyEngine> = LazyLock::new(|| PolicyEngine::shipped().unwrap());

fn findings(facts: &Facts) -> Vec<(Scope, Finding)> {
    let decision = ENGINE.decide(facts).unwrap();
    decision.iter().map(|(scope, finding)| (scope.clone(), finding.clone())).collect()
}

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
    ]);
    let one = (known, -2_i64..6).prop_map(|((rule, cause), hours)| waiver(rule, &cause, in_hours(hours)));
    proptest::collection::vec(one, 0..4)
}

prop_compose! {
    pub(super) fn any_facts()(
        issued_in in proptest::option::of(any_place()),
        place in any_place(),
        (trusted, blocked, open) in any::<(bool, bool, bool)>(),
        key in proptest::sample::select(vec![KeyState::None, KeyState::Proved, KeyState::Lost, KeyState::Changed]),
        trusted_until in proptest::option::of(-3_i64..30),
        changes_at in -1_i64..30,
        waivers in any_waivers(),
    ) -> Facts {
        let mut facts = Facts { issued_in, place, waivers, ..at_home() };
        (facts.device.trusted, facts.device.blocked, facts.hours.open) = (trusted, blocked, open);
        facts.device.trusted_until = trusted_until.map(in_hours);
        facts.device.key = key;
        facts.hours.changes_at = in_hours(changes_at);
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

    /// A waiver takes away the findings of its rule and cause, and no other.
    #[test]
    fn waiver_covers_only_its_cause(facts in any_facts(), rule in 0_usize..4, cause in "(country=[A-Z]{2}|outside_hours|device=x|)") {
        let rule = ["left_region", "new_device", "business_hours", "device_changed"][rule];
        let before = findings(&facts);
        let mut waived = facts;
        // Half the time for something that is found.
        let (rule, cause) = before
            .iter()
            .find(|_| cause.is_empty())
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
        let mut waived = facts;
        waived.waivers.extend(more);
        prop_assert!(findings(&waived).iter().all(|finding| before.contains(finding)));
    }

    /// A waiver past its end says nothing.
    #[test]
    fn an_ended_waiver_is_none(facts in any_facts()) {
        let mut without = facts.clone();
        without.waivers.retain(|waiver| waiver.until > facts.now);
        prop_assert_eq!(findings(&facts), findings(&without));
    }

    /// `region_is_sound`: nothing changes before the moment the decision names.
    #[test]
    fn a_decision_holds_until_its_end(facts in any_facts(), part in 0.0..1.0_f64) {
        let decision = ENGINE.decide(&facts).unwrap();
        let end = decision.valid_until.unwrap_or(in_hours(1000));
        prop_assert!(end > facts.now);
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any moment will do")]
        let ahead = ((end - facts.now).num_milliseconds() as f64 * part) as i64;
        let mut later = facts.clone();
        later.now = leasehold_domain::clock::at_millis(facts.now.timestamp_millis() + ahead);
        prop_assert_eq!(findings(&later), findings(&facts));
    }

    /// `unknown_is_least`, for what is known in part: an unknown place takes away whatever the most
    /// favourable place takes away, and revokes nothing by itself.
    #[test]
    fn unknown_is_least(facts in any_facts()) {
        let mut unknown = facts.clone();
        unknown.place = place(None, None, Quality::Observed);
        let mut favourable = facts;
        favourable.place = favourable.issued_in.clone().unwrap_or_else(|| at_home().place);
        let unwaived = !unknown.waivers.iter().any(|waiver| waiver.cause == "country=unknown" && waiver.until > unknown.now);
        let scopes = |facts: &Facts| ENGINE.decide(facts).unwrap().findings.into_keys().collect::<Vec<_>>();
        if unwaived {
            let lost = scopes(&unknown);
            prop_assert!(scopes(&favourable).iter().all(|scope| lost.contains(scope)));
        }
        prop_assert!(findings(&unknown).iter().all(|(_, finding)| finding.rule != "left_region" || finding.action == Action::Suspend));
    }

    /// What anyone may claim is as good as silence.
    #[test]
    fn claims_change_nothing(facts in any_facts(), claimed in any_place()) {
        let silent = Facts { place: Place::default(), ..facts.clone() };
        let claiming = Facts { place: Place { quality: Quality::Claimed, ..claimed }, ..facts };
        prop_assert_eq!(findings(&claiming), findings(&silent));
    }
}
