//! From what the rules say to a decision.

use std::collections::{BTreeMap, BTreeSet};

use leasehold_domain::Time;
use leasehold_domain::clock::at_millis;
use leasehold_domain::decision::{Action, Decision, Finding, Risk, RiskFactor, SubjectKind};
use leasehold_domain::facts::{Facts, ScopeFacts};
use leasehold_oauth_types::{Remedy, Scope};
use regorus::Value;
use serde::de::DeserializeOwned;

use crate::PolicyError;
use crate::settings::{Selector, fits};

/// Findings and boundaries of one answer.
const ENTRIES: usize = 1024;
/// Bytes of a word or cause.
const TEXT: usize = 512;

/// Value of `data.leasehold.decision.answer`. Words that are not known here make the answer an error, not
/// a kept scope. It is read by hand and no deeper than it may be: a value that stands in itself twice, forty
/// times over, is small in memory and endless on paper.
#[derive(Debug)]
pub(crate) struct Answer {
    findings: Vec<Said>,
    boundaries: Vec<Boundary>,
    /// What adds to the risk.
    risk: Vec<RiskFactor>,
    ends_session: bool,
    challenge_sign_in: bool,
}

#[derive(Debug)]
struct Said {
    rule: String,
    action: Action,
    remedy: Remedy,
    cause: String,
    subject: SubjectKind,
    scopes: Selector,
    /// Of these scopes, the only ones that it speaks of.
    only: Option<BTreeSet<Scope>>,
    until: Option<i64>,
}

#[derive(Debug)]
struct Boundary {
    at: i64,
    scopes: Selector,
}

impl Answer {
    pub(crate) fn read(value: &Value) -> Result<Self, PolicyError> {
        let members =
            members(value, &["boundaries", "challenge_sign_in", "ends_session", "findings", "risk"])?;
        let findings = entries(members.get("findings"))?.map(Said::read).collect::<Result<Vec<_>, _>>()?;
        let boundaries =
            entries(members.get("boundaries"))?.map(Boundary::read).collect::<Result<Vec<_>, _>>()?;
        let risk = match members.get("risk") {
            Some(Value::Array(parts)) if parts.len() <= ENTRIES => parts.iter().map(factor),
            _ => return refuse("what adds to the risk is a list, and not endless"),
        };
        let risk = risk.collect::<Result<Vec<_>, _>>()?;
        let Some(Value::Bool(ends_session)) = members.get("ends_session") else {
            return refuse("whether the session ends is yes or no");
        };
        let ends_session = *ends_session;
        // Versions from before there was a challenge say nothing about it.
        let challenge_sign_in = match members.get("challenge_sign_in") {
            None => false,
            Some(Value::Bool(challenge)) => *challenge,
            Some(_) => return refuse("whether a sign-in is challenged is yes or no"),
        };
        match findings.iter().find(|said| !fits(said.action, said.remedy)) {
            Some(said) => {
                Err(PolicyError::Answer(format!("{}: this remedy does not end this action", said.rule)))
            }
            None => Ok(Self { findings, boundaries, risk, ends_session, challenge_sign_in }),
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
            for (scope, _) in scopes.into_iter().filter(|(scope, _)| !waived(&finding, scope, facts)) {
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
            challenge_sign_in: self.challenge_sign_in,
        }
    }
}

impl Said {
    fn concerns(&self, scope: &Scope, facts: ScopeFacts) -> bool {
        self.scopes.selects(scope, facts) && self.only.as_ref().is_none_or(|only| only.contains(scope))
    }

    fn read(value: &Value) -> Result<Self, PolicyError> {
        let known = ["action", "cause", "only", "remedy", "rule", "scopes", "subject", "until"];
        let members = members(value, &known)?;
        Ok(Self {
            rule: text(members.get("rule"))?.to_owned(),
            action: word(members.get("action"))?,
            remedy: word(members.get("remedy"))?,
            cause: text(members.get("cause"))?.to_owned(),
            subject: word(members.get("subject"))?,
            scopes: selector(members.get("scopes"))?,
            only: members.get("only").map(|only| scopes(only)).transpose()?,
            until: members
                .get("until")
                .filter(|until| **until != &Value::Null)
                .map(|until| number(until))
                .transpose()?,
        })
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

/// Whether somebody proved themselves for this very cause, with what is enough for this scope and not for all.
fn waived(finding: &Finding, scope: &Scope, facts: &Facts) -> bool {
    facts.waivers.iter().any(|waiver| {
        waiver.scopes.as_ref().is_some_and(|scopes| scopes.contains(scope))
            && waiver.rule == finding.rule
            && waiver.cause == finding.cause
            && facts.now < waiver.until
    })
}

fn factor(value: &Value) -> Result<RiskFactor, PolicyError> {
    let members = members(value, &["cause", "kind", "points"])?;
    Ok(RiskFactor {
        kind: text(members.get("kind"))?.to_owned(),
        cause: text(members.get("cause"))?.to_owned(),
        points: members
            .get("points")
            .map_or_else(|| refuse("a factor without points"), |points| number(points))?,
    })
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

impl Boundary {
    fn read(value: &Value) -> Result<Self, PolicyError> {
        let members = members(value, &["at", "scopes"])?;
        let at = members.get("at").map_or_else(|| refuse("a boundary without a moment"), |at| number(at))?;
        Ok(Self { at, scopes: selector(members.get("scopes"))? })
    }
}

fn refuse<T>(detail: &str) -> Result<T, PolicyError> {
    Err(PolicyError::Answer(detail.to_owned()))
}

fn members<'a>(value: &'a Value, known: &[&str]) -> Result<BTreeMap<&'a str, &'a Value>, PolicyError> {
    let Value::Object(object) = value else { return refuse("no object") };
    let mut members = BTreeMap::new();
    for (name, member) in object.iter() {
        match text(Some(&name))? {
            name if known.contains(&name) => members.insert(name, member),
            name => return refuse(&format!("{name} means nothing")),
        };
    }
    Ok(members)
}

fn entries<'a>(value: Option<&&'a Value>) -> Result<impl Iterator<Item = &'a Value>, PolicyError> {
    match value {
        Some(Value::Set(set)) if set.len() <= ENTRIES => Ok(set.iter()),
        _ => refuse("findings and boundaries are sets, and not endless"),
    }
}

fn text<'a>(value: Option<&&'a Value>) -> Result<&'a str, PolicyError> {
    match value {
        Some(Value::String(text)) if text.len() <= TEXT => Ok(text),
        _ => refuse("a text is missing, is none, or is too long"),
    }
}

fn number(value: &Value) -> Result<i64, PolicyError> {
    value.as_i64().or_else(|_| refuse("a moment is a number of milliseconds"))
}

fn word<T: DeserializeOwned>(value: Option<&&Value>) -> Result<T, PolicyError> {
    let text = text(value)?;
    T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(text))
        .or_else(|_| refuse(&format!("{text} means nothing")))
}

fn scopes(value: &Value) -> Result<BTreeSet<Scope>, PolicyError> {
    match value {
        Value::Array(names) if names.len() <= ENTRIES => names.iter().map(|name| word(Some(&name))).collect(),
        Value::Set(names) if names.len() <= ENTRIES => names.iter().map(|name| word(Some(&name))).collect(),
        _ => refuse("scopes are a list, and not endless"),
    }
}

fn selector(value: Option<&&Value>) -> Result<Selector, PolicyError> {
    let names = match value {
        Some(Value::Array(names)) if names.len() <= ENTRIES => names.iter(),
        value => return word(value).map(Selector::Word),
    };
    names.map(|name| word(Some(&name))).collect::<Result<_, _>>().map(Selector::Named)
}

fn concerns(selector: &Selector, facts: &Facts) -> bool {
    facts.scopes.iter().any(|(scope, facts)| selector.selects(scope, *facts))
}
