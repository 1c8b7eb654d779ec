use leasehold_domain::decision::{Action, SubjectKind};
use leasehold_domain::facts::Facts;
use leasehold_oauth_types::Remedy;

use super::{Concerned, Said, finding};

/// With the one role that the engine of the properties is tuned to.
pub(super) fn says(facts: &Facts) -> Said {
    let mut said = Said::default();
    let payments = facts.scopes.keys().find(|scope| scope.as_str() == "payments.write");
    if let Some(scope) = payments.filter(|_| !facts.roles.contains("payer")) {
        let cause = format!("scope={scope}");
        let off = finding("not_entitled", Action::Revoke, Remedy::AskAdmin, cause, SubjectKind::User);
        said.findings.push((Concerned::Only(scope.clone()), off));
    }
    said
}
