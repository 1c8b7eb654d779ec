//! From what the rules say to a decision.

use std::collections::{BTreeMap, BTreeSet};

use leasehold_domain::Time;
use leasehold_domain::clock::at_millis;
use leasehold_domain::decision::{Action, Decision, Finding, Risk, RiskFactor, SubjectKind};
use leasehold_domain::facts::{Facts, ScopeFacts};
use leasehold_oauth_types::{Remedy, Scope};
use serde::Deserialize;

use crate::PolicyError;
use crate::settings::{Selector, fits};

/// Value of `data.leasehold.decision.answer`. Words that are not known here make the answer an error, not
/// a kept scope.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answer {
    findings: Vec<Said>,
    boundaries: Vec<Boundary>,
    /// What adds to the risk.
    risk: Vec<RiskFactor>,
    ends_session: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    rule: String,
    action: Action,
    remedy: Remedy,
    cause: String,
    subject: SubjectKind,
    scopes: Selector,
    /// Of these scopes, the only ones that it speaks of.
    #[serde(default)]
    only: Option<BTreeSet<Scope>>,
    #[serde(default)]
    until: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Boundary {
    at: i64,
    scopes: Selector,
}

impl Answer {
    pub(crate) fn read(value: &regorus::Value) -> Result<Self, PolicyError> {
        let json = serde_json::to_value(value).map_err(|error| PolicyError::Answer(error.to_string()))?;
        let answer: Self =
            serde_json::from_value(json).map_err(|error| PolicyError::Answer(error.to_string()))?;
        match answer.findings.iter().find(|said| !fits(said.action, said.remedy)) {
            Some(said) => {
                Err(PolicyError::Answer(format!("{}: this remedy does not end this action", said.rule)))
            }
            None => Ok(answer),
        }
    }

    pub(crate) fn decision(self, facts: &Facts, policy_version: &str) -> Decision {
        let boundaries = self
            .boundaries
            .iter()
            .filter(|boundary| concerns(&boundary.scopes, facts))
            .map(|boundary| at_millis(boundary.at));
        let waivers = facts.waivers.iter().map(|waiver| waiver.until);
        let valid_until = boundaries.chain(waivers).filter(|at| *at > facts.now).min();
        let mut findings: BTreeMap<Scope, Vec<Finding>> = BTreeMap::new();
        for said in self.findings {
            let scopes: Vec<_> =
                facts.scopes.iter().filter(|(scope, facts)| said.concerns(scope, **facts)).collect();
            let finding = said.finding(facts.now);
            for (scope, _) in scopes {
                findings.entry(scope.clone()).or_default().push(finding.clone());
            }
        }
        for list in findings.values_mut() {
            list.sort();
            list.dedup();
        }
        Decision {
            findings,
            policy_version: policy_version.to_owned(),
            valid_until,
            risk: risk(self.risk),
            ends_session: self.ends_session,
        }
    }
}

impl Said {
    fn concerns(&self, scope: &Scope, facts: ScopeFacts) -> bool {
        self.scopes.selects(scope, facts) && self.only.as_ref().is_none_or(|only| only.contains(scope))
    }

    fn finding(self, now: Time) -> Finding {
        Finding {
            rule: self.rule,
            action: self.action,
            remedy: self.remedy,
            cause: self.cause,
            subject: self.subject,
            until: self.until.map(at_millis).filter(|until| *until > now),
        }
    }
}

/// What was noticed several times is one factor.
fn risk(said: Vec<RiskFactor>) -> Risk {
    let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
    for RiskFactor { kind, cause, points } in said {
        let sum = sums.entry((kind, cause)).or_default();
        *sum = sum.saturating_add(points);
    }
    let mut factors: Vec<_> =
        sums.into_iter().map(|((kind, cause), points)| RiskFactor { kind, cause, points }).collect();
    factors.sort_by(|a, b| b.points.cmp(&a.points).then_with(|| a.cmp(b)));
    Risk { score: factors.iter().map(|factor| factor.points).fold(0, i64::saturating_add), factors }
}

fn concerns(selector: &Selector, facts: &Facts) -> bool {
    facts.scopes.iter().any(|(scope, facts)| selector.selects(scope, *facts))
}
