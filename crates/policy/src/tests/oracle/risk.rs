//! What adds to the risk.

use std::collections::BTreeMap;

use leasehold_domain::Time;
use leasehold_domain::decision::{Risk, RiskFactor, SubjectKind};
use leasehold_domain::facts::{Facts, KeyState, SignalFact};
use leasehold_domain::signal::SignalKind;

use super::{WEIGHTS, threat_list, unusual_behaviour, vouched};

const BY_STRANGERS: [SignalKind; 4] =
    [SignalKind::HotNetwork, SignalKind::PasswordSpraying, SignalKind::SignInFailed, SignalKind::WrongFactor];

pub(super) struct Weighed {
    pub(super) risk: Risk,
    /// When the first of the signals fades.
    pub(super) fades_at: Option<Time>,
    /// Whether a signal of this very session, of later than its beginning, is part of it.
    pub(super) of_session: bool,
}

pub(super) fn weigh(facts: &Facts) -> Weighed {
    let confirmed = |cause: &str| {
        facts
            .waivers
            .iter()
            .filter(|waiver| waiver.scopes.is_none() && facts.now < waiver.until)
            .any(|waiver| waiver.rule == "risk_score" && waiver.cause == cause)
    };
    let worth = |signal: &SignalFact| WEIGHTS.worth(signal.kind, signal.at, facts.now);
    let keyed = facts.device.key == KeyState::Proved;
    let counted: Vec<_> = vouched(facts)
        .filter(|signal| worth(signal).points > 0 && !confirmed(&signal.cause))
        .filter(|signal| !(keyed && BY_STRANGERS.contains(&signal.kind)))
        .collect();
    let raised = [
        ("threat_list", threat_list::raises(facts)),
        ("unusual_behaviour", unusual_behaviour::raises(facts)),
    ];
    let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
    for signal in &counted {
        *sums.entry((signal.kind.as_str().into(), signal.cause.clone())).or_default() += worth(signal).points;
    }
    for (rule, parts) in raised {
        for (cause, points) in parts.into_iter().filter(|(cause, _)| !confirmed(cause)) {
            *sums.entry((rule.into(), cause)).or_default() += points;
        }
    }
    let mut factors: Vec<_> =
        sums.into_iter().map(|((kind, cause), points)| RiskFactor { kind, cause, points }).collect();
    factors.sort_by(|a, b| b.points.cmp(&a.points).then_with(|| a.cmp(b)));
    Weighed {
        risk: Risk { score: factors.iter().map(|factor| factor.points).sum(), factors },
        fades_at: counted.iter().filter_map(|signal| worth(signal).fades_at).min(),
        of_session: counted.iter().any(|signal| {
            signal.subject == SubjectKind::Session && !signal.values.contains_key("at_sign_in")
        }),
    }
}
