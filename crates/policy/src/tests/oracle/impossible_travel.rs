use chrono::Duration;
use leasehold_domain::decision::{Action, SubjectKind};
use leasehold_domain::facts::{Facts, SignalFact};
use leasehold_domain::signal::SignalKind;
use leasehold_oauth_types::Remedy;

use super::{Said, finding, vouched};

pub(super) fn says(facts: &Facts) -> Said {
    let asked_until = |signal: &&SignalFact| signal.at + Duration::hours(12);
    let travels: Vec<_> = vouched(facts).filter(|signal| too_fast(signal)).collect();
    let asked = travels.iter().filter(|signal| facts.now < asked_until(signal));
    let findings = asked.map(|signal| {
        let cause = signal.cause.clone();
        finding("impossible_travel", Action::Revoke, Remedy::StepUp, cause, SubjectKind::Session)
    });
    let next = travels.iter().map(asked_until).filter(|until| *until > facts.now).min();
    findings.fold(Said::default(), Said::finding).until(next)
}

fn too_fast(signal: &SignalFact) -> bool {
    let measured = signal.values.get("km").zip(signal.values.get("seconds"));
    signal.kind == SignalKind::ImpossibleTravel
        && measured.is_some_and(|(km, seconds)| km - 100 > 0 && (km - 100) * 3600 > 900 * (*seconds).max(0))
}
