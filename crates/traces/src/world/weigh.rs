//! Decisions, the holds that follow from them, and the remedies that close these (`leases/plan.rs` and `remedy.rs`).

use std::collections::{BTreeMap, BTreeSet};

use leasehold_domain::Time;
use leasehold_domain::decision::{Action, Finding, RiskFactor, SubjectKind};
use leasehold_domain::facts::WaiverFact;
use leasehold_oauth_types::{Remedy, Scope, ScopeSet};

use super::{Held, WAIVER, Waiver, World};
use crate::TracesError;
use crate::atlas::Spot;

/// What came of a request.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Scopes that are off, and why.
    pub off: BTreeMap<Scope, Vec<Finding>>,
    /// What took something away just now, and from which scopes.
    pub begun: Vec<(Finding, ScopeSet)>,
    /// Whether the session ended with it.
    pub ended: bool,
    /// What adds to the risk, most first.
    pub risk: Vec<String>,
}

impl Verdict {
    /// Whether the scope is on.
    #[must_use]
    pub fn keeps(&self, scope: &Scope) -> bool {
        !self.ended && !self.off.contains_key(scope)
    }
}

impl World<'_> {
    /// Asks the policy about the session on a device, and keeps what follows. A device without a session has
    /// nothing that could be taken.
    ///
    /// # Errors
    ///
    /// [`TracesError::Policy`] if the policy fails.
    pub fn weigh(
        &mut self,
        device: usize,
        spot: Spot,
        at: Time,
        using: &BTreeSet<Scope>,
    ) -> Result<Verdict, TracesError> {
        let Some(browser) = self.devices.get(device) else { return Ok(Verdict::default()) };
        let Some(session) = &browser.session else {
            return Ok(Verdict { ended: true, ..Verdict::default() });
        };
        let (session_id, device_id) = (session.id, browser.id);
        self.waivers.retain(|waiver| at < waiver.fact.until);
        let facts = self.facts(browser, session, spot, at, using, &self.shared.scopes);
        let decision = self.shared.policy.decide(&facts)?;
        let mut said: BTreeMap<&Finding, ScopeSet> = BTreeMap::new();
        for (scope, finding) in decision.iter() {
            said.entry(finding).or_default().insert(scope.clone());
        }
        let mut verdict = Verdict {
            ended: decision.ends_session,
            risk: decision.risk.factors.iter().map(kind_of).collect(),
            ..Verdict::default()
        };
        let mut waiting = BTreeSet::new();
        for (finding, scopes) in said {
            if finding.action == Action::Revoke {
                let held = Held {
                    finding: finding.clone(),
                    session: (finding.subject == SubjectKind::Session).then_some(session_id),
                    device: (finding.subject == SubjectKind::Device).then_some(device_id),
                    scopes,
                };
                if !self.holds.iter().any(|hold| hold.is(&held)) {
                    verdict.begun.push((finding.clone(), held.scopes.clone()));
                    self.holds.push(held);
                }
                continue;
            }
            for scope in scopes.iter() {
                verdict.off.entry(scope.clone()).or_default().push(finding.clone());
            }
            let key = (session_id, finding.rule.clone(), finding.cause.clone());
            if !self.waiting.contains(&key) {
                verdict.begun.push((finding.clone(), scopes));
            }
            waiting.insert(key);
        }
        self.waiting.retain(|(session, ..)| *session != session_id);
        self.waiting.extend(waiting);
        for hold in self.holds.iter().filter(|hold| hold.covers(session_id, device_id)) {
            for scope in hold.scopes.iter() {
                verdict.off.entry(scope.clone()).or_default().push(hold.finding.clone());
            }
        }
        if verdict.ended {
            self.sign_out(device);
        }
        Ok(verdict)
    }

    /// Somebody proves a second factor here: closes what a step-up is the remedy of. `true` if there was such a thing.
    pub fn step_up(&mut self, device: usize, at: Time) -> bool {
        self.renew(device, at);
        self.close(device, at, Remedy::StepUp)
    }

    /// The owner of the account confirms the device, from another one or with a passkey.
    pub fn confirm_device(&mut self, device: usize, at: Time) -> bool {
        let closed = self.close(device, at, Remedy::ConfirmDevice);
        if closed {
            self.confirm(device, at);
        }
        closed
    }

    /// The owner agrees anew to what they did not use for long.
    pub fn consent_again(&mut self, device: usize, at: Time) -> bool {
        let closed = self.close(device, at, Remedy::Reconsent);
        if closed {
            self.consented_at = at;
            self.used.clear();
        }
        closed
    }

    fn close(&mut self, device: usize, at: Time, remedy: Remedy) -> bool {
        let Some(browser) = self.devices.get(device) else { return false };
        let Some(session) = &browser.session else { return false };
        let (session, device) = (session.id, browser.id);
        let (closed, open): (Vec<_>, Vec<_>) = std::mem::take(&mut self.holds)
            .into_iter()
            .partition(|hold| hold.finding.remedy == remedy && hold.covers(session, device));
        self.holds = open;
        let any = !closed.is_empty();
        self.waivers.extend(closed.into_iter().map(|hold| Waiver {
            session,
            device,
            fact: WaiverFact {
                rule: hold.finding.rule,
                cause: hold.finding.cause,
                scopes: None,
                until: at + WAIVER,
            },
        }));
        any
    }
}

/// `impossible_travel`, `unusual_behaviour: network`.
fn kind_of(factor: &RiskFactor) -> String {
    match factor.kind.as_str() {
        "unusual_behaviour" => format!("{}: {}", factor.kind, factor.cause),
        kind => kind.to_owned(),
    }
}

impl Held {
    fn is(&self, other: &Self) -> bool {
        self.finding == other.finding
            && self.session == other.session
            && self.device == other.device
            && other.scopes.is_subset(&self.scopes)
    }

    fn covers(&self, session: leasehold_domain::SessionId, device: leasehold_domain::DeviceId) -> bool {
        self.session.is_none_or(|id| id == session) && self.device.is_none_or(|id| id == device)
    }
}
