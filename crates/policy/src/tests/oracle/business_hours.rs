use leasehold_domain::decision::{Action, SubjectKind};
use leasehold_domain::facts::{Facts, ScopeFacts};
use leasehold_oauth_types::{Remedy, Scope};

use super::{Said, finding};

pub(super) fn concerns(scope: &Scope, _: ScopeFacts) -> bool {
    scope.as_str() == "invoices.approve"
}

pub(super) fn says(facts: &Facts) -> Said {
    let end = facts.hours.changes_at;
    let mut said = Said { boundaries: vec![end], ..Said::default() };
    if !facts.hours.open || facts.now >= end {
        let mut closed = finding(
            "business_hours",
            Action::Suspend,
            Remedy::Wait,
            "outside_hours".into(),
            SubjectKind::User,
        );
        closed.until = Some(end).filter(|end| *end > facts.now);
        said.findings.push(closed);
    }
    said
}
