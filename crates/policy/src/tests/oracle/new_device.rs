use leasehold_domain::decision::{Action, SubjectKind};
use leasehold_domain::facts::{Facts, KeyState};
use leasehold_oauth_types::Remedy;

use super::{Said, finding};

pub(super) fn says(facts: &Facts) -> Said {
    let device = &facts.device;
    let trusted = device.trusted && device.trusted_until.is_none_or(|end| facts.now < end);
    let changed = matches!(device.key, KeyState::Lost | KeyState::Changed);
    let kind = if device.blocked {
        Some("blocked")
    } else if !trusted && !changed {
        Some("device")
    } else {
        None
    };
    let found = kind.map(|kind| {
        let cause = format!("{kind}={}", device.id);
        finding("new_device", Action::Revoke, Remedy::ConfirmDevice, cause, SubjectKind::Device)
    });
    found.into_iter().fold(Said::default(), Said::finding).until(device.trusted_until)
}
