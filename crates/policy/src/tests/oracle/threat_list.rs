use leasehold_domain::decision::{Action, SubjectKind};
use leasehold_domain::facts::Facts;
use leasehold_oauth_types::Remedy;

use super::{Said, finding};

pub(super) fn raises(facts: &Facts) -> Vec<(String, i64)> {
    facts.network.listed.iter().map(|list| (format!("list={list}"), 40)).collect()
}

pub(super) fn says(facts: &Facts) -> Said {
    let causes = raises(facts).into_iter().map(|(cause, _)| cause);
    let findings =
        causes.map(|cause| finding("threat_list", Action::Deny, Remedy::Wait, cause, SubjectKind::Session));
    findings.fold(Said::default(), Said::finding)
}
