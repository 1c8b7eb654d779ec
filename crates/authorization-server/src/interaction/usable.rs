//! Which of a person's factors can be used here and now, and how far each would lead.

use leasehold_domain::Time;
use leasehold_domain::proof::{KeyFacts, Proof};
use leasehold_domain::session::Session;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_oauth_types::Acr;
use leasehold_oauth_types::interaction::{Lack, StepUpFactor};

/// Those with which this session can step up, whatever for.
pub(crate) fn usable<'a>(
    factors: &'a [Factor],
    session: &Session,
    now: Time,
) -> impl Iterator<Item = &'a Factor> + use<'a> {
    let device = session.device;
    factors.iter().filter(move |factor| factor.steps_up_on(device, now))
}

/// Those that lead at least to the class wanted.
pub(crate) fn reaching<'a>(
    factors: &'a [Factor],
    session: &Session,
    want: Option<Acr>,
    now: Time,
) -> Vec<&'a Factor> {
    let enough = |factor: &&Factor| want.is_none_or(|want| reach(factor, session, now).satisfies(want));
    usable(factors, session, now).filter(enough).collect()
}

/// The class of the session once this factor is proved in it.
fn reach(factor: &Factor, session: &Session, now: Time) -> Acr {
    let proof = match factor.kind {
        // We never accept a passkey that has not verified its user.
        FactorKind::Passkey => Proof::of_key(factor.id, KeyFacts { verified: true, synced: true }, now),
        kind => Proof::new(factor.id, kind, now),
    };
    session.acr_with(proof)
}

/// What the page offers for these factors, the strongest first, each once.
pub(crate) fn ways(factors: &[&Factor]) -> Vec<StepUpFactor> {
    let order = [
        (FactorKind::Passkey, StepUpFactor::Passkey),
        (FactorKind::Pin, StepUpFactor::Pin),
        (FactorKind::Totp, StepUpFactor::Totp),
    ];
    let enrolled = |kind| factors.iter().any(|factor| factor.kind == kind);
    order.into_iter().filter(|(kind, _)| enrolled(*kind)).map(|(_, way)| way).collect()
}

/// A locked PIN is not offered beside other ways; alone it stays, with the word that it is locked.
pub(crate) fn without_locked(mut ways: Vec<StepUpFactor>, pin_locked: bool) -> Vec<StepUpFactor> {
    if pin_locked && ways.len() > 1 {
        ways.retain(|way| *way != StepUpFactor::Pin);
    }
    ways
}

/// Why a page finds nothing to offer among these; none if what there is came after what happened.
pub(crate) fn lack(factors: &[Factor], session: &Session, now: Time) -> Option<Lack> {
    let waiting = factors.iter().filter(|factor| factor.kind.steps_up() && factor.waits(now));
    if let Some(at) = waiting.map(|factor| factor.enrolment.at).min() {
        return Some(Lack::Waits { until: at.timestamp() });
    }
    let mut own = usable(factors, session, now);
    own.all(|factor| factor.kind != FactorKind::Passkey).then_some(Lack::Passkey)
}
