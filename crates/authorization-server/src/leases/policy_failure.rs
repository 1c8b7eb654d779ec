//! What holds while the policy fails: it loops, divides by zero, says nonsense or nothing in time.

use leasehold_domain::decision::{Action, Decision, Finding, SubjectKind};
use leasehold_domain::facts::Facts;
use leasehold_oauth_types::Remedy;
use leasehold_policy::Failure;

/// Suspends every scope but the harmless ones, and what no policy can take (invariants 5 and 11). It comes
/// with no plan: it opens no hold, so that it is over with the first decision that works, and closes none.
pub(super) fn suspended(facts: &Facts, failure: &Failure) -> Decision {
    let until = Some(failure.retry_at);
    let finding = Finding {
        rule: "policy_unavailable".into(),
        action: Action::Suspend,
        remedy: Remedy::Wait,
        cause: String::new(),
        subject: SubjectKind::Session,
        until,
    };
    let taken = facts.scopes.iter().filter(|(_, facts)| !facts.harmless);
    Decision {
        findings: taken.map(|(scope, _)| (scope.clone(), vec![finding.clone()])).collect(),
        policy_version: "unavailable".into(),
        valid_until: until,
        ..Decision::default()
    }
}
