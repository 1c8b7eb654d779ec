//! Two decisions on the same facts: who would lose something, and who would get more.

use std::collections::{BTreeMap, BTreeSet};

use leasehold_domain::UserId;
use leasehold_domain::decision::{Action, Decision};
use leasehold_oauth_types::{Remedy, Scope};
use leasehold_policy::PolicyError;
use serde::Serialize;

/// What another decision would mean for a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// It is kept now and would not be.
    Lost,
    /// It is withheld now and would be for longer, or with a harder way back.
    Harder,
    /// It is withheld now and would be kept.
    Kept,
    /// It is withheld now and would be, with an easier way back.
    Easier,
}

impl Difference {
    /// Whether the person has more in the end.
    #[must_use]
    pub const fn gives_more(self) -> bool {
        matches!(self, Self::Kept | Self::Easier)
    }
}

/// How hard a scope is withheld: by the hardest of its findings. `None` is kept.
type Severity = Option<(Action, Remedy)>;

fn severity(decision: &Decision, scope: &Scope) -> Severity {
    let findings = decision.findings.get(scope)?;
    let action = findings.iter().map(|finding| finding.action).max()?;
    let remedy = findings.iter().map(|finding| finding.remedy).max()?;
    Some((action, remedy))
}

fn difference(before: Severity, after: Severity) -> Option<Difference> {
    match (before, after) {
        (None, None) => None,
        (None, Some(_)) => Some(Difference::Lost),
        (Some(_), None) => Some(Difference::Kept),
        // In two respects: whichever is easier gives more, whatever the other does.
        (Some((action, remedy)), Some((new_action, new_remedy))) => {
            if new_action < action || new_remedy < remedy {
                Some(Difference::Easier)
            } else {
                (new_action > action || new_remedy > remedy).then_some(Difference::Harder)
            }
        }
    }
}

/// What one decision in the place of another would take from a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Losing {
    /// The session ends, or nothing can be decided any more.
    Everything,
    /// Something that is withheld would be for longer, or with a harder way back.
    TheWayBack,
    /// These are kept now and would not be.
    Scopes(BTreeSet<Scope>),
}

impl Losing {
    /// Whether that takes anything from somebody who has this.
    pub(super) fn matters_to(&self, has: &BTreeSet<&Scope>) -> bool {
        match self {
            Self::Everything | Self::TheWayBack => true,
            Self::Scopes(lost) => lost.iter().any(|scope| has.contains(scope)),
        }
    }
}

/// One line of what would change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// In how many decisions.
    pub times: u64,
    /// The rules that speak now or would.
    pub rules: BTreeSet<String>,
}

/// What a policy would have decided otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many decisions were compared.
    pub decisions: u64,
    /// About how many people.
    pub people: BTreeSet<UserId>,
    /// By person and scope.
    pub changes: BTreeMap<(UserId, Scope, Difference), Change>,
    /// How many sessions would not end that did.
    pub sessions_kept: u64,
    /// How many sessions would end that did not.
    pub sessions_lost: u64,
    /// How often nobody knows what is decided now, because the active policy fails.
    pub unknown: u64,
    /// How often the other policy failed.
    pub failed: u64,
    /// Its first failure.
    pub failure: Option<String>,
}

impl Tally {
    /// Compares one pair of decisions, and says what the person would lose. What a policy that fails would decide is
    /// none of its own: it is counted.
    pub(super) fn add(
        &mut self,
        user: UserId,
        before: &Decision,
        after: &Result<Decision, PolicyError>,
    ) -> Losing {
        self.decisions += 1;
        self.people.insert(user);
        let after = match after {
            Ok(after) => after,
            Err(error) => {
                self.failed += 1;
                self.failure.get_or_insert_with(|| error.to_string());
                return Losing::Everything;
            }
        };
        self.sessions_kept += u64::from(before.ends_session && !after.ends_session);
        let ends = !before.ends_session && after.ends_session;
        self.sessions_lost += u64::from(ends);
        let scopes: BTreeSet<&Scope> = before.findings.keys().chain(after.findings.keys()).collect();
        let (mut lost, mut harder) = (BTreeSet::new(), false);
        for scope in scopes {
            let Some(difference) = difference(severity(before, scope), severity(after, scope)) else {
                continue;
            };
            if difference == Difference::Lost {
                lost.insert(scope.clone());
            }
            harder |= difference == Difference::Harder;
            let speak = if difference.gives_more() { before } else { after };
            let rules = speak.findings.get(scope).into_iter().flatten().map(|finding| finding.rule.clone());
            let change = self.changes.entry((user, scope.clone(), difference)).or_default();
            change.times += 1;
            change.rules.extend(rules);
        }
        match (ends, harder) {
            (true, _) => Losing::Everything,
            (false, true) => Losing::TheWayBack,
            (false, false) => Losing::Scopes(lost),
        }
    }

    /// Adds what somebody else counted.
    pub(super) fn merge(&mut self, other: Self) {
        self.decisions += other.decisions;
        self.people.extend(other.people);
        for (key, change) in other.changes {
            let mine = self.changes.entry(key).or_default();
            mine.times += change.times;
            mine.rules.extend(change.rules);
        }
        self.sessions_kept += other.sessions_kept;
        self.sessions_lost += other.sessions_lost;
        self.unknown += other.unknown;
        self.failed += other.failed;
        self.failure = self.failure.take().or(other.failure);
    }

    /// Whether anybody would have more.
    #[must_use]
    pub fn gives_more(&self) -> bool {
        self.sessions_kept > 0
            || self.unknown > 0
            || self.changes.keys().any(|(.., difference)| difference.gives_more())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_easier_way_back_gives_more_even_if_the_action_is_harder() {
        let was = Some((Action::Suspend, Remedy::Wait));
        let revoked = Some((Action::Revoke, Remedy::StepUp));
        assert_eq!(difference(was, revoked), Some(Difference::Harder));
        assert_eq!(difference(revoked, was), Some(Difference::Easier));
        let asked = Some((Action::Revoke, Remedy::AskAdmin));
        assert_eq!(difference(asked, revoked), Some(Difference::Easier));
        assert_eq!(difference(None, was), Some(Difference::Lost));
        assert_eq!(difference(was, None), Some(Difference::Kept));
        assert_eq!(difference(was, was), None);
    }
}
