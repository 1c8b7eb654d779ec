//! Decisions: the PDP's verdict for one grant in one context.

use std::collections::BTreeMap;

use leasehold_oauth_types::{Remedy, Scope};
use serde::{Deserialize, Serialize};

use crate::Time;

/// Which ids of the grant a hold is opened on: the narrowest subject that the cause proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// The session: region, travel.
    Session,
    /// The person on this device: device new, changed, blocked.
    Device,
    /// The person: credential change, user risk, partner event, role.
    User,
    /// The person in one app: what they do not use there.
    Client,
}

/// What a rule does to a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// This request only; opens no hold.
    Deny,
    /// Until the condition clears.
    Suspend,
    /// Until the remedy is done.
    Revoke,
}

/// One rule speaking about one scope.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// Code of the rule.
    pub rule: String,
    /// What it does.
    pub action: Action,
    /// What closes the hold.
    pub remedy: Remedy,
    /// The cause value: `country=BR`.
    pub cause: String,
    /// On whom the hold is opened.
    pub subject: SubjectKind,
    /// When a suspension is expected to lift.
    pub until: Option<Time>,
}

/// Verdict of the PDP. A scope without a finding is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Findings by scope, each list sorted.
    pub findings: BTreeMap<Scope, Vec<Finding>>,
    /// Version of the policy: the digest of rules and data.
    pub policy_version: String,
    /// When the decision has to be made again even if no fact changes.
    pub valid_until: Option<Time>,
    /// How risky it looks, and why; for administrators.
    #[serde(default)]
    pub risk: Risk,
    /// Whether the session has to end: it added to a risk above the hard limit.
    #[serde(default)]
    pub ends_session: bool,
    /// Whether somebody who signs in has to prove at once what gives back what this takes. Left out where not, so
    /// that decisions from before there was this effect read and replay as they were.
    #[serde(default, skip_serializing_if = "is_not")]
    pub challenge_sign_in: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_not(effect: &bool) -> bool {
    !*effect
}

/// A risk score and what makes it up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// The sum, in points.
    pub score: i64,
    /// What adds to it, most first.
    pub factors: Vec<RiskFactor>,
}

/// One part of a risk score.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RiskFactor {
    /// Kind of signal, or code of the rule that noticed.
    pub kind: String,
    /// The cause value.
    pub cause: String,
    /// Points now.
    pub points: i64,
}

impl Decision {
    /// Whether the PDP keeps the scope.
    #[must_use]
    pub fn keeps(&self, scope: &Scope) -> bool {
        self.findings.get(scope).is_none_or(Vec::is_empty)
    }

    /// Every finding with its scope.
    pub fn iter(&self) -> impl Iterator<Item = (&Scope, &Finding)> {
        self.findings
            .iter()
            .flat_map(|(scope, findings)| findings.iter().map(move |finding| (scope, finding)))
    }
}
