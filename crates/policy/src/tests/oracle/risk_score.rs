use leasehold_domain::decision::{Action, SubjectKind};
use leasehold_domain::facts::Facts;
use leasehold_oauth_types::Remedy;

use super::{Concerned, Said, finding, risk};

pub(super) const HARD: i64 = 90;

pub(super) fn says(facts: &Facts) -> Said {
    let weighed = risk::weigh(facts);
    let said = |action, remedy, cause: &str| {
        finding("risk_score", action, remedy, cause.to_owned(), SubjectKind::Session)
    };
    let mut all = Said::default().until(weighed.fades_at);
    all.boundaries.extend(weighed.fades_at.map(|at| (Concerned::Sensitive, at)));
    if weighed.risk.score > HARD {
        for factor in &weighed.risk.factors {
            all = all.finding(said(Action::Revoke, Remedy::StepUp, &factor.cause));
        }
    }
    if weighed.risk.score > 50 {
        all.findings.push((Concerned::Sensitive, said(Action::Suspend, Remedy::Wait, "elevated")));
    }
    all
}
