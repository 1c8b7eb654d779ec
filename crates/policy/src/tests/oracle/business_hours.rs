use leasehold_domain::decision::{Action, SubjectKind};
use leasehold_domain::facts::{Facts, ScopeFacts};
use leasehold_oauth_types::{Remedy, Scope};

use super::{Said, finding};

pub(super) fn concerns(scope: &Scope, _: ScopeFacts) -> bool {
    scope.as_str() == "invoices.approve"
}

pub(super) fn says(facts: &Facts) -> Said {
    let (hours, end) = (&facts.hours, facts.hours.changes_at);
    let current = facts.now < end;
    let mut said = Said::default().until([end]).until(hours.holiday_changes_at);
    if !hours.open || hours.holiday || !current {
        let cause = if hours.holiday && current { "holiday" } else { "outside_hours" };
        let mut closed =
            finding("business_hours", Action::Suspend, Remedy::Wait, cause.into(), SubjectKind::User);
        closed.until = Some(end).filter(|end| *end > facts.now);
        said = said.finding(closed);
    }
    said
}
