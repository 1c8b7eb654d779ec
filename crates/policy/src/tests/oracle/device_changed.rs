use leasehold_domain::decision::{Action, SubjectKind};
use leasehold_domain::facts::{Facts, KeyState};
use leasehold_oauth_types::Remedy;

use super::{Said, finding};

pub(super) fn says(facts: &Facts) -> Said {
    let kind = match facts.device.key {
        KeyState::Lost => "lost",
        KeyState::Changed => "changed",
        KeyState::None | KeyState::Proved => return Said::default(),
    };
    if facts.device.blocked {
        return Said::default();
    }
    let cause = format!("{kind}={}", facts.device.id);
    let changed =
        finding("device_changed", Action::Revoke, Remedy::ConfirmDevice, cause, SubjectKind::Device);
    Said::default().finding(changed)
}
