use chrono::Duration;
use leasehold_domain::decision::{Action, SubjectKind};
use leasehold_domain::facts::Facts;
use leasehold_oauth_types::Remedy;

use super::{Concerned, Said, finding};

pub(super) fn says(facts: &Facts) -> Said {
    let mut said = Said::default();
    for (scope, idle) in facts.scopes.iter().filter_map(|(scope, facts)| Some((scope, facts.idle_since?))) {
        let end = idle + Duration::days(180);
        said = said.until([end]);
        if facts.now >= end {
            let cause = format!("scope={scope}");
            let gone =
                finding("dormant_scope", Action::Revoke, Remedy::Reconsent, cause, SubjectKind::Client);
            said.findings.push((Concerned::Only(scope.clone()), gone));
        }
    }
    said
}
