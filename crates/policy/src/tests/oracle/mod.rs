//! The shipped rules once more, in plain Rust: slow to change, impossible to get wrong in the same way.
//! A rule is one file here, and one line below.

mod business_hours;
mod device_changed;
mod device_posture;
mod dormant_scope;
mod failed_sign_ins;
mod impossible_travel;
mod left_region;
mod new_device;
mod not_entitled;
mod risk;
mod risk_score;
mod threat_list;
mod unusual_behaviour;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use leasehold_domain::Time;
use leasehold_domain::decision::{Action, Decision, Finding, SubjectKind};
use leasehold_domain::facts::{Facts, Quality, ScopeFacts, SignalFact};
use leasehold_oauth_types::{Remedy, Scope};
use proptest::prelude::*;

use super::properties::{ENGINE, any_facts};
use crate::PolicySources;
use crate::weights::Weights;

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights::read(&PolicySources::shipped().data).unwrap());

/// Which scopes one saying of a rule is about.
enum Concerned {
    /// Those of its settings.
    Usual,
    Sensitive,
    /// Of those of its settings, this one.
    Only(Scope),
}

/// What a rule says with the settings that ship.
#[derive(Default)]
pub(super) struct Said {
    findings: Vec<(Concerned, Finding)>,
    boundaries: Vec<(Concerned, Time)>,
}

impl Said {
    fn finding(mut self, finding: Finding) -> Self {
        self.findings.push((Concerned::Usual, finding));
        self
    }

    fn until(mut self, moments: impl IntoIterator<Item = Time>) -> Self {
        self.boundaries.extend(moments.into_iter().map(|at| (Concerned::Usual, at)));
        self
    }
}

/// A rule with the scopes it concerns.
struct Rule {
    concerns: fn(&Scope, ScopeFacts) -> bool,
    says: fn(&Facts) -> Said,
}

impl Rule {
    fn selects(&self, concerned: &Concerned, scope: &Scope, facts: ScopeFacts) -> bool {
        match concerned {
            Concerned::Usual => (self.concerns)(scope, facts),
            Concerned::Sensitive => facts.sensitive,
            Concerned::Only(only) => scope == only && (self.concerns)(scope, facts),
        }
    }
}

fn sensitive(_: &Scope, facts: ScopeFacts) -> bool {
    facts.sensitive
}

fn all_but_harmless(_: &Scope, facts: ScopeFacts) -> bool {
    !facts.harmless
}

fn all(_: &Scope, _: ScopeFacts) -> bool {
    true
}

/// Signals that somebody vouches for.
fn vouched(facts: &Facts) -> impl Iterator<Item = &SignalFact> {
    facts.signals.iter().filter(|signal| signal.quality > Quality::Claimed)
}

/// Every shipped rule.
const RULES: [Rule; 12] = [
    Rule { concerns: business_hours::concerns, says: business_hours::says },
    Rule { concerns: sensitive, says: device_changed::says },
    Rule { concerns: sensitive, says: device_posture::says },
    Rule { concerns: all_but_harmless, says: dormant_scope::says },
    Rule { concerns: sensitive, says: failed_sign_ins::says },
    Rule { concerns: all_but_harmless, says: impossible_travel::says },
    Rule { concerns: sensitive, says: left_region::says },
    Rule { concerns: sensitive, says: new_device::says },
    Rule { concerns: all, says: not_entitled::says },
    Rule { concerns: all_but_harmless, says: risk_score::says },
    Rule { concerns: all_but_harmless, says: threat_list::says },
    Rule { concerns: all_but_harmless, says: unusual_behaviour::says },
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
        let concerned = |concerned: &Concerned| {
            let scopes = facts.scopes.iter().filter(|(scope, facts)| rule.selects(concerned, scope, **facts));
            scopes.map(|(scope, _)| scope).collect::<Vec<_>>()
        };
        let any = |(about, _): &(Concerned, Time)| !concerned(about).is_empty();
        ends.extend(said.boundaries.iter().filter(|boundary| any(boundary)).map(|(_, at)| *at));
        let waived = |finding: &Finding, scope: &Scope| {
            facts.waivers.iter().any(|waiver| {
                waiver.rule == finding.rule
                    && waiver.cause == finding.cause
                    && facts.now < waiver.until
                    && waiver.scopes.as_ref().is_none_or(|scopes| scopes.contains(scope))
            })
        };
        for (about, finding) in said.findings {
            for scope in concerned(&about).into_iter().filter(|scope| !waived(&finding, scope)) {
                findings.entry(scope.clone()).or_default().push(finding.clone());
            }
        }
    }
    for list in findings.values_mut() {
        list.sort();
        list.dedup();
    }
    let weighed = risk::weigh(facts);
    Decision {
        findings,
        policy_version: policy_version.to_owned(),
        valid_until: ends.into_iter().filter(|end| *end > facts.now).min(),
        ends_session: weighed.risk.score > risk_score::HARD && weighed.of_session,
        challenge_sign_in: weighed.risk.score > risk_score::HARD,
        risk: weighed.risk,
    }
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
