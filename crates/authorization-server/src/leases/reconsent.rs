//! The remedy `reconsent`: consent given again by the person gives back what only that brings back.

use leasehold_domain::client::Client;
use leasehold_domain::evidence::is_eligible;
use leasehold_domain::hold::{ClosedBy, Hold, Subject};
use leasehold_domain::proof::Proof;
use leasehold_domain::session::Session;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_domain::{ClientId, HoldId, Time};
use leasehold_oauth_types::{Remedy, ScopeSet};
use leasehold_storage::{Result, Transaction};

use crate::AuthorizationServer;
use crate::leases::apply::{self, Changes};
use crate::leases::remedy::{Evidence, close_with_waiver, concerns};

/// Whether the hold concerns this session and this client, and consent is its remedy.
pub(crate) fn is_allowed_again_here(hold: &Hold, session: &Session, client: &ClientId) -> bool {
    hold.remedy == Remedy::Reconsent
        && concerns(hold, session)
        && hold.subject.client.as_ref().is_none_or(|id| id == client)
}

/// What has to be proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    SecondFactor,
    Password,
}

impl Wanted {
    const fn is(self, kind: FactorKind) -> bool {
        match self {
            Self::SecondFactor => kind.steps_up(),
            Self::Password => matches!(kind, FactorKind::Password),
        }
    }
}

/// What has to be proved for a consent to close the hold, or nobody but the session itself would give back
/// what was taken from it (invariant 8): the second factor, or the password where there is no second one that
/// is eligible. None if nothing is.
pub(crate) fn wanted_proof(hold: &Hold, factors: &[Factor], now: Time) -> Option<Wanted> {
    let could = |wanted: &Wanted| {
        factors.iter().filter(|factor| wanted.is(factor.kind) && factor.counts(now)).any(|factor| {
            let proof = Proof::new(factor.id, factor.kind, hold.opened_at);
            is_eligible(hold, factor, &proof)
        })
    };
    [Wanted::SecondFactor, Wanted::Password].into_iter().find(could)
}

/// The proof among `proofs`, those of one request, that does for the hold.
pub(crate) fn proof_for<'a>(
    hold: &Hold,
    proofs: &'a [Proof],
    factors: &'a [Factor],
    now: Time,
) -> Option<(&'a Factor, &'a Proof)> {
    let wanted = wanted_proof(hold, factors, now)?;
    proofs.iter().rev().filter(|proof| wanted.is(proof.kind)).find_map(|proof| {
        factors.iter().find(|factor| is_eligible(hold, factor, proof)).map(|factor| (factor, proof))
    })
}

/// Closes those of the named holds that this consent is good for, for exactly the client and the scopes that
/// were allowed; for all others they go on.
pub(crate) async fn reconsent(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    named: &[HoldId],
    (client, allowed): (&Client, &ScopeSet),
    session: &Session,
    proofs: &[Proof],
) -> Result<Changes> {
    let factors = tx.factors(session.user).await?;
    let mut changes = Changes::default();
    for id in named {
        let Some(hold) = tx.hold(*id).await? else { continue };
        let back = hold.scopes.intersection(allowed);
        let Some((factor, proof)) = proof_for(&hold, proofs, &factors, server.now()) else { continue };
        if back.is_empty() || !is_allowed_again_here(&hold, session, &client.id) {
            continue;
        }
        let with = Evidence { session, factor, proof };
        // First what goes on, so that nothing is free in between.
        for rest in remainder(server, &hold, &client.id, &back) {
            changes.extend(apply::open_hold(server, tx, rest, &with.cause()).await?);
        }
        changes.extend(close_with_waiver(server, tx, hold, with, ClosedBy::Consent).await?);
    }
    Ok(changes)
}

/// What of a hold goes on when one client gets `back` again: the other scopes, and those for other clients.
fn remainder(server: &AuthorizationServer, hold: &Hold, client: &ClientId, back: &ScopeSet) -> Vec<Hold> {
    let rest = |subject: Subject, scopes: ScopeSet| Hold {
        id: HoldId::generate(server.now(), server.entropy.as_ref()),
        subject,
        scopes,
        ..hold.clone()
    };
    let mut holds = vec![rest(hold.subject.clone(), hold.scopes.difference(back))];
    if hold.subject.client.is_none() {
        let others = server.config.registry.clients().filter(|other| other.id != *client);
        holds.extend(others.map(|other| {
            let subject = Subject { client: Some(other.id.clone()), ..hold.subject.clone() };
            rest(subject, other.scopes.intersection(back))
        }));
    }
    holds.retain(|hold| !hold.scopes.is_empty());
    holds
}
