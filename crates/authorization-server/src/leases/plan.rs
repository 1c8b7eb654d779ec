//! Compares a decision with the open holds.

use std::collections::BTreeMap;

use leasehold_domain::decision::{Action, Decision, Finding, SubjectKind};
use leasehold_domain::facts::{Facts, Quality};
use leasehold_domain::hold::{ClosedBy, Hold, HoldKind, Subject};
use leasehold_domain::{Entropy, HoldId, Time};
use leasehold_oauth_types::ScopeSet;

use crate::leases::Situation;

/// What has to change so that the holds agree with a decision.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    pub(crate) open: Vec<Hold>,
    /// Suspensions whose condition has cleared, closed already.
    pub(crate) close: Vec<Hold>,
}

impl Plan {
    pub(crate) fn is_empty(&self) -> bool {
        self.open.is_empty() && self.close.is_empty()
    }
}

/// Plans the holds to open and the suspensions to close. Revoke holds never close here: only their remedy
/// does that (design section 5).
pub(crate) fn plan(
    situation: &Situation,
    facts: &Facts,
    decision: &Decision,
    now: Time,
    entropy: &dyn Entropy,
) -> Plan {
    let mut wanted: BTreeMap<&Finding, ScopeSet> = BTreeMap::new();
    for (scope, finding) in decision.iter().filter(|(_, finding)| finding.action != Action::Deny) {
        wanted.entry(finding).or_default().insert(scope.clone());
    }
    let own = situation.grant.scopes();
    let open = wanted
        .into_iter()
        // A revocation is for grants to come too. A suspension is weighed anew for each of them, so one that
        // takes nothing from anybody is only noise in the log.
        .filter(|(finding, scopes)| finding.action == Action::Revoke || !scopes.intersection(&own).is_empty())
        .filter(|(finding, scopes)| {
            let subject = subject(situation, finding.subject);
            !situation.holds.iter().any(|hold| {
                hold.rule == finding.rule
                    && hold.cause == finding.cause
                    && hold.kind == kind(finding.action)
                    && hold.subject == subject
                    && hold.until == finding.until
                    && scopes.is_subset(&hold.scopes)
            })
        })
        .map(|(finding, scopes)| Hold {
            id: HoldId::generate(now, entropy),
            subject: subject(situation, finding.subject),
            scopes,
            rule: finding.rule.clone(),
            rule_version: decision.policy_version.clone(),
            cause: finding.cause.clone(),
            kind: kind(finding.action),
            remedy: finding.remedy,
            quality: quality(facts, finding.subject),
            opened_at: now,
            until: finding.until,
            closed: None,
            took_ms: None,
        })
        .collect();
    let close = situation
        .holds
        .iter()
        .filter(|hold| hold.kind == HoldKind::Suspend && hold.subject.covers(&situation.grant))
        .filter(|hold| !decision.iter().any(|(_, finding)| says(finding, hold)))
        .filter(|hold| clears(hold, facts))
        .filter_map(|hold| hold.clone().close(ClosedBy::Condition, now).ok())
        .collect();
    Plan { open, close }
}

/// Whether a finding is what the hold is about. A suspension whose end has moved gives way to a new one.
fn says(finding: &Finding, hold: &Hold) -> bool {
    finding.rule == hold.rule && finding.cause == hold.cause && finding.until == hold.until
}

/// Shipped rules that hold sessions for what we noted ourselves. Any other may be about the place.
const OF_OUR_OWN_NOTES: [&str; 2] = ["failed_sign_ins", "risk_score"];

/// A suspension closes only on a fresh, known fact of at least the quality that opened it. What anyone may claim
/// closes none.
fn clears(hold: &Hold, facts: &Facts) -> bool {
    if hold.subject.session.is_none() {
        return true;
    }
    if OF_OUR_OWN_NOTES.contains(&hold.rule.as_str()) {
        return facts.place.quality > Quality::Claimed;
    }
    facts.place.country.is_some() && facts.place.quality >= hold.quality
}

/// Who vouches for the fact behind a finding: the place of a session may be asserted; devices, hours and
/// people are our own knowledge.
fn quality(facts: &Facts, subject: SubjectKind) -> Quality {
    match subject {
        SubjectKind::Session => facts.place.quality,
        SubjectKind::Device | SubjectKind::User | SubjectKind::Client => Quality::Observed,
    }
}

const fn kind(action: Action) -> HoldKind {
    match action {
        Action::Revoke => HoldKind::Revoke,
        Action::Deny | Action::Suspend => HoldKind::Suspend,
    }
}

fn subject(situation: &Situation, kind: SubjectKind) -> Subject {
    let user = Subject::user(situation.user.id);
    match kind {
        SubjectKind::Session => Subject { session: Some(situation.session.id), ..user },
        SubjectKind::Device => Subject { device: Some(situation.session.device), ..user },
        SubjectKind::User => user,
        SubjectKind::Client => Subject { client: Some(situation.grant.client.clone()), ..user },
    }
}
