//! Derivation of lease states and of the effective scopes (design section 5, invariant 4).

use std::collections::BTreeMap;

use chrono::Duration;
use leasehold_oauth_types::{Acr, AuthorizationDetail, LeaseStatus, Remedy, Scope, ScopeSet};

use crate::Time;
use crate::catalogue::{ScopeCatalogue, ScopeDefinition};
use crate::consent::Consent;
use crate::decision::{Action, Decision, Finding};
use crate::grant::Grant;
use crate::hold::{Hold, HoldKind};
use crate::lease::Lease;

/// Why a scope is not active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    /// An open hold.
    Hold(Box<Hold>),
    /// The PDP denies it for this request.
    Denied(Finding),
    /// The caller gave no context and the scope wants fresh context.
    NoContext,
    /// Its own lifetime is over.
    LifetimeOver,
    /// The proof is missing or older than the scope allows.
    StaleProof {
        /// What is needed.
        acr: Acr,
        /// How old it may be, in seconds.
        max_age_s: Option<u32>,
    },
}

impl Loss {
    /// The way back.
    #[must_use]
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::Hold(hold) => hold.remedy,
            Self::Denied(finding) => finding.remedy,
            Self::NoContext => Remedy::Wait,
            Self::LifetimeOver => Remedy::Reconsent,
            Self::StaleProof { .. } => Remedy::StepUp,
        }
    }
}

/// State of one scope of a grant, with all reasons, the hardest remedy first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseState {
    /// The word.
    pub status: LeaseStatus,
    /// Why it is not active; empty exactly when it is.
    pub losses: Vec<Loss>,
    /// When an active one ends, by real time.
    pub until: Option<Time>,
    /// Whether it is active for the object that was confirmed and for no other.
    pub only_confirmed: bool,
}

impl LeaseState {
    /// Whether the scope may be used.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status == LeaseStatus::Active
    }
}

/// What the derivation looks at.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The grant with its leases.
    pub grant: &'a Grant,
    /// What the person allows the client now.
    pub consent: &'a Consent,
    /// Open holds; those that do not cover the grant are ignored.
    pub holds: &'a [Hold],
    /// What the PDP says in the context at hand.
    pub decision: &'a Decision,
    /// What scopes require.
    pub catalogue: &'a ScopeCatalogue,
    /// Whether the request brought its own context.
    pub has_context: bool,
    /// Whether the browser behind the request has just proved its key. Without that a step-up is good for what
    /// was confirmed and for nothing else.
    pub keyed: bool,
    /// What was confirmed in detail for the token at hand.
    pub confirmed: &'a [AuthorizationDetail],
    /// Real time, for proofs.
    pub now: Time,
    /// Policy time, for the lifetimes of leases; the same except in demo mode.
    pub policy_now: Time,
}

/// State of every lease of the grant. Ended grants and scopes without consent are not granted at all.
#[must_use]
pub fn states(view: View<'_>) -> BTreeMap<Scope, LeaseState> {
    view.grant.leases.iter().map(|lease| (lease.scope.clone(), state(view, lease))).collect()
}

/// The scopes of the grant that may be used: consented ∩ unexpired ∩ no open hold ∩ what the PDP keeps.
#[must_use]
pub fn effective(view: View<'_>) -> ScopeSet {
    states(view).into_iter().filter(|(_, state)| state.is_active()).map(|(scope, _)| scope).collect()
}

fn state(view: View<'_>, lease: &Lease) -> LeaseState {
    let not_granted = LeaseState {
        status: LeaseStatus::NotGranted,
        losses: Vec::new(),
        until: None,
        only_confirmed: false,
    };
    let Some(definition) = view.catalogue.get(&lease.scope) else { return not_granted };
    if view.grant.ended.is_some() || !view.consent.scopes.contains_key(&lease.scope) {
        return not_granted;
    }
    let mut losses = Vec::new();
    let mut status = LeaseStatus::Active;
    // From the weakest word to the strongest: each later one wins.
    if !definition.recovery {
        if !view.has_context && definition.needs_fresh_context() {
            losses.push(Loss::NoContext);
            status = LeaseStatus::Denied;
        }
        for finding in view.decision.findings.get(&lease.scope).into_iter().flatten() {
            // Suspend and revoke findings become holds in the same evaluation, unless the policy fails; until
            // then they say what they would say, and deny.
            losses.push(Loss::Denied(finding.clone()));
            status = match (finding.action, status) {
                (Action::Suspend, _) | (_, LeaseStatus::Suspended) => LeaseStatus::Suspended,
                _ => LeaseStatus::Denied,
            };
        }
    }
    let (proof_until, stale) = proof(view, definition, lease);
    let holds = open_holds(view, lease, definition);
    if holds.iter().any(|hold| hold.kind == HoldKind::Suspend) {
        status = LeaseStatus::Suspended;
    }
    if let Some(loss) = stale {
        losses.push(loss);
        status = LeaseStatus::Expired;
    }
    if lease.is_over(view.policy_now) {
        losses.push(Loss::LifetimeOver);
        status = LeaseStatus::Expired;
    }
    if holds.iter().any(|hold| hold.kind == HoldKind::Revoke) {
        status = LeaseStatus::Revoked;
    }
    // A hold says more than the finding that opened it.
    losses.retain(|loss| match loss {
        Loss::Denied(finding) => {
            finding.action == Action::Deny
                || !holds.iter().any(|hold| hold.rule == finding.rule && hold.cause == finding.cause)
        }
        _ => true,
    });
    // Of two with the same remedy the hold is the news; that a proof is stale is everyday life.
    let mut losses: Vec<Loss> =
        holds.into_iter().map(|hold| Loss::Hold(Box::new(hold.clone()))).chain(losses).collect();
    losses.sort_by_key(|loss| std::cmp::Reverse(loss.remedy()));
    // Lifetimes are in policy time, proofs in real time: both are told in real time.
    let life = lease.expires_at.map(|end| view.now + (end - view.policy_now));
    let until = [life, proof_until].into_iter().flatten().min();
    let only_confirmed = status == LeaseStatus::Active
        && !view.keyed
        && definition.needs_proof()
        && definition.object.is_some();
    LeaseState { status, losses, until, only_confirmed }
}

fn open_holds<'a>(view: View<'a>, lease: &Lease, definition: &ScopeDefinition) -> Vec<&'a Hold> {
    if definition.recovery {
        return Vec::new();
    }
    let concerns = |hold: &&Hold| {
        hold.is_open() && hold.scopes.contains(&lease.scope) && hold.subject.covers(view.grant)
    };
    view.holds.iter().filter(concerns).collect()
}

/// How far ahead the clock of another node may be.
const AHEAD: Duration = Duration::minutes(1);

/// Until when the proof for this lease is good enough, or what is missing.
///
/// Nothing but a key tells the browser that confirmed from a copy of its cookie. Without one the proof is good for
/// the object that was confirmed (design section 7, "Device recognition"); a scope that names no kind of object has
/// nothing to be narrowed to.
fn proof(view: View<'_>, definition: &ScopeDefinition, lease: &Lease) -> (Option<Time>, Option<Loss>) {
    let now = view.now;
    if !definition.needs_proof() {
        return (None, None);
    }
    let stale = Loss::StaleProof { acr: definition.acr, max_age_s: definition.max_age_s };
    let object = definition.object.as_deref();
    let named = object.is_none_or(|kind| view.confirmed.iter().any(|detail| detail.kind() == kind));
    match lease.elevation.filter(|_| view.keyed || named) {
        Some(elevation) if elevation.acr.satisfies(definition.acr) => match definition.max_age() {
            // A proof in the future was dated by a clock that was ahead, and would last for as long as that was.
            Some(max_age) if now >= elevation.at + max_age || now + AHEAD < elevation.at => {
                (None, Some(stale))
            }
            Some(max_age) => (Some(elevation.at + max_age), None),
            None => (None, None),
        },
        _ => (None, Some(stale)),
    }
}
