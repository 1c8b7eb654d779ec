use chrono::Duration;
use leasehold_domain::Time;
use leasehold_domain::decision::{Action, SubjectKind};
use leasehold_domain::facts::{Facts, KeyState, SignalFact};
use leasehold_domain::signal::SignalKind;
use leasehold_oauth_types::Remedy;

use super::{Said, finding, vouched};

pub(super) fn says(facts: &Facts) -> Said {
    if facts.device.key == KeyState::Proved {
        return Said::default();
    }
    let mut said = Said::default();
    for (kind, subjects) in [
        (SignalKind::SignInFailed, &[SubjectKind::Device][..]),
        (SignalKind::WrongFactor, &[SubjectKind::Device, SubjectKind::User]),
    ] {
        let Some(until) = too_many(facts, kind, subjects) else { continue };
        let cause = kind.as_str().to_owned();
        let mut full = finding("failed_sign_ins", Action::Suspend, Remedy::Wait, cause, SubjectKind::Device);
        full.until = Some(until).filter(|until| *until > facts.now);
        said = said.finding(full).until([until]);
    }
    let asked_until = |signal: &&SignalFact| signal.at + Duration::hours(12);
    let among =
        |signal: &&SignalFact| matches!(signal.kind, SignalKind::HotNetwork | SignalKind::PasswordSpraying);
    for signal in vouched(facts).filter(among).filter(|signal| facts.now < asked_until(signal)) {
        let cause = signal.cause.clone();
        let asks = finding("failed_sign_ins", Action::Revoke, Remedy::StepUp, cause, SubjectKind::Session);
        said = said.finding(asks);
    }
    let next = vouched(facts).filter(among).map(|signal| asked_until(&signal)).filter(|at| *at > facts.now);
    said.until(next.min())
}

fn too_many(facts: &Facts, kind: SignalKind, subjects: &[SubjectKind]) -> Option<Time> {
    let window = Duration::minutes(15);
    let mut moments: Vec<_> = vouched(facts)
        .filter(|signal| signal.kind == kind && subjects.contains(&signal.subject))
        .map(|signal| signal.at)
        .filter(|at| facts.now < *at + window)
        .collect();
    moments.sort_by(|a, b| b.cmp(a));
    moments.get(4).map(|fifth| *fifth + window)
}
