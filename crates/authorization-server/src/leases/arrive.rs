//! Somebody signs in, and the policy wants more of them before they get any further (design section 2, the effect
//! `challenge_sign_in`).

use std::collections::BTreeMap;

use leasehold_domain::ClientId;
use leasehold_domain::facts::Facts;
use leasehold_domain::hold::HoldKind;
use leasehold_domain::log::Initiator;
use leasehold_domain::proof::Proof;
use leasehold_domain::session::Session;
use leasehold_oauth_types::Remedy;
use leasehold_storage::{Result, Transaction};
use tokio::time::Instant;

use crate::AuthorizationServer;
use crate::leases::apply::{self, Cause, Changes};
use crate::leases::facts::facts;
use crate::leases::plan::plan;
use crate::leases::remedy::{self, Evidence};
use crate::leases::{Evaluation, Situation};

/// Opens what a step-up gives back as soon as the session begins, so that the step-up is asked before any code is
/// issued (decision 28). The holds date from the proof of the sign-in: if that was of a second factor it is
/// the answer, where it is eligible, and nobody is asked twice. A policy that fails asks nothing.
pub(crate) async fn challenge(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    session: &Session,
    client: &ClientId,
    proof: &Proof,
) -> Result<Changes> {
    let entropy = server.entropy.as_ref();
    let situation = Situation::arriving(tx, session, client, entropy, server.policy_now()).await?;
    let facts = Facts { grant: None, ..facts(server, &situation, session.place.clone(), None) };
    let begun = Instant::now();
    let Ok(decision) = server.policy.decide(&facts).await else { return Ok(Changes::default()) };
    if !decision.challenge_sign_in {
        return Ok(Changes::default());
    }
    let took = Some(begun.elapsed());
    let mut holds = plan(&situation, &facts, &decision, proof.at, entropy).open;
    holds.retain(|hold| hold.kind == HoldKind::Revoke && hold.remedy == Remedy::StepUp);
    let cause = Cause {
        initiator: Initiator::Policy,
        facts: serde_json::to_value(&facts).unwrap_or_default(),
        policy_version: Some(decision.policy_version.clone()),
    };
    let states = BTreeMap::new();
    let evaluation = Evaluation { situation, states, decision, facts, valid_until: None, over: false, took };
    server.recorder.changed(server, tx, &evaluation).await?;
    let named: Vec<_> = holds.iter().map(|hold| hold.id).collect();
    let mut changes = Changes::default();
    for hold in holds {
        changes.extend(apply::open_hold(server, tx, hold, &cause).await?);
    }
    let factors = tx.factors(session.user).await?;
    if proof.kind.steps_up()
        && !proof.lapsed
        && let Some(factor) = factors.iter().find(|factor| factor.id == proof.factor)
    {
        let with = Evidence { session, factor, proof };
        changes.extend(remedy::step_up(server, tx, &named, with).await?);
    }
    Ok(changes)
}
