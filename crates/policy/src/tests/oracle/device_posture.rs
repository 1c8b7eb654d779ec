use leasehold_domain::decision::{Action, SubjectKind};
use leasehold_domain::facts::Facts;
use leasehold_oauth_types::Remedy;

use super::{Said, finding};

pub(super) fn says(facts: &Facts) -> Said {
    let postures = facts.device.posture.iter();
    let said = Said::default().until(postures.clone().filter_map(|posture| posture.until));
    let counts =
        postures.filter(|posture| !posture.compliant && posture.until.is_none_or(|until| facts.now < until));
    counts.fold(said, |said, posture| {
        let cause = format!("posture={}", posture.source);
        let mut off = finding("device_posture", Action::Suspend, Remedy::Wait, cause, SubjectKind::Device);
        off.until = posture.until;
        said.finding(off)
    })
}
