//! The shipped rules once more, in plain Rust: slow to change, impossible to get wrong in the same way.
//! A rule is one file here, and one line below.

mod business_hours;
mod device_changed;
mod left_region;
mod new_device;

use std::collections::BTreeMap;

use leasehold_domain::Time;
use leasehold_domain::decision::{Action, Decision, Finding, SubjectKind};
use leasehold_domain::facts::{Facts, ScopeFacts};
use leasehold_oauth_types::{Remedy, Scope};
use proptest::prelude::*;

use super::properties::{ENGINE, any_facts};
use crate::PolicySources;

/// What a rule says with the settings that ship.
#[derive(Default)]
pub(super) struct Said {
    findings: Vec<Finding>,
    boundaries: Vec<Time>,
}

/// A rule with the scopes it concerns.
struct Rule {
    concerns: fn(&Scope, ScopeFacts) -> bool,
    says: fn(&Facts) -> Said,
}

fn sensitive(_: &Scope, facts: ScopeFacts) -> bool {
    facts.sensitive
}

/// Every shipped rule.
const RULES: [Rule; 4] = [
    Rule { concerns: business_hours::concerns, says: business_hours::says },
    Rule { concerns: sensitive, says: device_changed::says },
    Rule { concerns: sensitive, says: left_region::says },
    Rule { concerns: sensitive, says: new_device::says },
];

pub(super) fn finding(
    rule: &str,
    action: Action,
    remedy: Remedy,
    cause: String,
    subject: SubjectKind,
) -> Finding {
    Finding { rule: rule.into(), action, remedy, cause, subject, until: None }
}

/// The decision the shipped policy has to give.
pub(super) fn decide(facts: &Facts, policy_version: &str) -> Decision {
    let mut findings: BTreeMap<Scope, Vec<Finding>> = BTreeMap::new();
    let mut ends: Vec<Time> = facts.waivers.iter().map(|waiver| waiver.until).collect();
    for rule in RULES {
        let said = (rule.says)(facts);
        let concerned: Vec<&Scope> = facts
            .scopes
            .iter()
            .filter(|(scope, facts)| (rule.concerns)(scope, **facts))
            .map(|(scope, _)| scope)
            .collect();
        if !concerned.is_empty() {
            ends.extend(said.boundaries);
        }
        let waived = |finding: &Finding| {
            facts.waivers.iter().any(|waiver| {
                waiver.rule == finding.rule && waiver.cause == finding.cause && facts.now < waiver.until
            })
        };
        for finding in said.findings.into_iter().filter(|finding| !waived(finding)) {
            for scope in &concerned {
                findings.entry((*scope).clone()).or_default().push(finding.clone());
            }
        }
    }
    findings.values_mut().for_each(|list| list.sort());
    let valid_until = ends.into_iter().filter(|end| *end > facts.now).min();
    Decision { findings, policy_version: policy_version.to_owned(), valid_until, ..Decision::default() }
}

#[test]
fn every_rule_has_an_oracle() {
    let settings: serde_json::Value = serde_json::from_str(&PolicySources::shipped().data).unwrap();
    assert_eq!(settings["settings"].as_object().unwrap().len(), RULES.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn the_rules_say_what_the_oracle_says(facts in any_facts()) {
        prop_assert_eq!(ENGINE.decide(&facts).unwrap(), decide(&facts, ENGINE.version()));
    }
}
