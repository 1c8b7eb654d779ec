//! Keeps decisions: those that changed something with the change, of the others one per grant and hour.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use leasehold_domain::facts::Facts;
use leasehold_domain::{DecisionId, GrantId, Time};
use leasehold_policy::PolicyEngine;
use leasehold_storage::{DecisionMode, KeptBecause, Result, StorageError, StoredDecision, Transaction};
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::AuthorizationServer;
use crate::leases::Evaluation;

/// How many wait to be written; a rush beyond that is not kept.
const WAITING: usize = 1024;
/// How many are written in one transaction.
const BATCH: usize = 128;
/// How many unchanged ones are kept in an hour, whatever happens.
const HOURLY: usize = 50_000;

/// A decision on its way.
#[derive(Debug)]
struct Kept {
    decision: StoredDecision,
    /// Whether it stands in the database already and only its shadow is missing.
    written: bool,
}

/// Takes decisions from whoever evaluates and hands them to [`AuthorizationServer::record_decisions`].
#[derive(Debug)]
pub(crate) struct Recorder {
    sender: mpsc::Sender<Kept>,
    receiver: tokio::sync::Mutex<mpsc::Receiver<Kept>>,
    sampled: Mutex<Hour>,
    lost: AtomicU64,
}

/// The grants of which a decision was kept in this hour.
#[derive(Debug, Default)]
struct Hour {
    number: i64,
    grants: BTreeSet<GrantId>,
}

impl Hour {
    /// Whether it is this grant's turn.
    fn turn(&mut self, grant: GrantId, now: Time) -> bool {
        let number = now.timestamp().div_euclid(3600);
        if number != self.number {
            *self = Self { number, grants: BTreeSet::new() };
        }
        self.grants.len() < HOURLY && self.grants.insert(grant)
    }
}

impl Recorder {
    pub(crate) fn new() -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        Self {
            sender,
            receiver: tokio::sync::Mutex::new(receiver),
            sampled: Mutex::default(),
            lost: AtomicU64::new(0),
        }
    }

    /// Nothing changed: kept if it is this grant's turn, later and by somebody else.
    pub(crate) fn unchanged(&self, server: &AuthorizationServer, evaluation: &Evaluation) {
        let grant = evaluation.situation.grant.id;
        // A policy that failed decided nothing.
        if evaluation.took.is_none()
            || !self.sampled.lock().unwrap_or_else(PoisonError::into_inner).turn(grant, server.now())
        {
            return;
        }
        if let Some(decision) = stored(server, evaluation, KeptBecause::Sampled) {
            self.send(Kept { decision, written: false });
        }
    }

    /// Something changes: kept in the transaction that changes it.
    pub(crate) async fn changed(
        &self,
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        evaluation: &Evaluation,
    ) -> Result<()> {
        let Some(decision) = stored(server, evaluation, KeptBecause::Changed) else { return Ok(()) };
        tx.add_decision(&decision).await?;
        if server.policy.in_use().shadow.is_some() {
            self.send(Kept { decision, written: true });
        }
        Ok(())
    }

    fn send(&self, kept: Kept) {
        if self.sender.try_send(kept).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// The row of an evaluation; none if the policy failed.
fn stored(
    server: &AuthorizationServer,
    evaluation: &Evaluation,
    because: KeptBecause,
) -> Option<StoredDecision> {
    let now = server.now();
    let facts = &evaluation.facts;
    Some(StoredDecision {
        id: DecisionId::generate(now, server.entropy.as_ref()),
        at: now,
        user: facts.user,
        grant: facts.grant,
        client: facts.client.clone(),
        policy_version: evaluation.decision.policy_version.clone(),
        mode: DecisionMode::Live,
        because,
        facts: serde_json::to_string(&minimal(facts)).ok()?,
        decision: serde_json::to_string(&evaluation.decision).ok()?,
        took_us: micros(evaluation.took?),
    })
}

/// Facts without what no rule sees: addresses.
pub(super) fn minimal(facts: &Facts) -> Facts {
    let mut facts = facts.clone();
    facts.place.address = None;
    if let Some(place) = &mut facts.issued_in {
        place.address = None;
    }
    facts
}

/// The decision of the policy in the shadow on the same facts; none if it fails, which is logged.
fn in_the_shadow(
    shadow: &PolicyEngine,
    server: &AuthorizationServer,
    live: &StoredDecision,
) -> Option<StoredDecision> {
    let facts: Facts = serde_json::from_str(&live.facts).ok()?;
    let begun = Instant::now();
    let decision = shadow
        .decide(&facts)
        .inspect_err(|error| {
            tracing::warn!(version = shadow.version(), %error, "the policy in the shadow failed");
        })
        .ok()?;
    Some(StoredDecision {
        id: DecisionId::generate(live.at, server.entropy.as_ref()),
        policy_version: shadow.version().to_owned(),
        mode: DecisionMode::Shadow,
        decision: serde_json::to_string(&decision).ok()?,
        took_us: micros(begun.elapsed()),
        ..live.clone()
    })
}

fn micros(took: Duration) -> u32 {
    u32::try_from(took.as_micros()).unwrap_or(u32::MAX)
}

impl AuthorizationServer {
    /// Writes decisions that are to be kept, with those of the shadow, until the future is dropped.
    pub async fn record_decisions(&self) {
        let mut receiver = self.recorder.receiver.lock().await;
        let mut batch = Vec::with_capacity(BATCH);
        while receiver.recv_many(&mut batch, BATCH).await > 0 {
            self.keep(std::mem::take(&mut batch)).await;
        }
    }

    /// Writes what waits now.
    pub async fn record_waiting_decisions(&self) {
        let mut receiver = self.recorder.receiver.lock().await;
        let mut batch = Vec::new();
        while let Ok(kept) = receiver.try_recv() {
            batch.push(kept);
        }
        self.keep(batch).await;
    }

    async fn keep(&self, batch: Vec<Kept>) {
        let lost = self.recorder.lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            tracing::warn!(lost, "decisions came faster than they are kept");
        }
        let server = self.clone();
        let rows = tokio::task::spawn_blocking(move || {
            let in_use = server.policy.in_use();
            with_shadows(batch, in_use.shadow.as_ref(), &server)
        });
        let written: Result<()> = async {
            let rows = rows.await.map_err(|error| StorageError::driver("decide in the shadow", error))?;
            if rows.is_empty() {
                return Ok(());
            }
            let mut tx = self.storage.write().await?;
            for row in &rows {
                tx.add_decision(row).await?;
            }
            tx.commit().await
        }
        .await;
        if let Err(error) = written {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(error, "some decisions were not kept");
        }
    }
}

fn with_shadows(
    batch: Vec<Kept>,
    shadow: Option<&Arc<PolicyEngine>>,
    server: &AuthorizationServer,
) -> Vec<StoredDecision> {
    let mut rows = Vec::with_capacity(batch.len() * 2);
    for Kept { decision, written } in batch {
        rows.extend(shadow.and_then(|shadow| in_the_shadow(shadow, server, &decision)));
        if !written {
            rows.push(decision);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use leasehold_domain::clock::at_seconds;
    use leasehold_domain::entropy::SeededEntropy;

    use super::*;

    #[test]
    fn a_grant_has_one_turn_an_hour() {
        let entropy = SeededEntropy::new(1);
        let [one, other] = [0, 1].map(|at| GrantId::generate(at_seconds(at), &entropy));
        let mut hour = Hour::default();
        assert!(hour.turn(one, at_seconds(7200)));
        assert!(!hour.turn(one, at_seconds(10_799)));
        assert!(hour.turn(other, at_seconds(10_799)));
        assert!(hour.turn(one, at_seconds(10_800)));
    }

    #[test]
    fn an_hour_has_its_end_however_many_grants_there_are() {
        let entropy = SeededEntropy::new(1);
        let mut hour = Hour::default();
        let kept =
            (0..60_000).filter(|_| hour.turn(GrantId::generate(at_seconds(0), &entropy), at_seconds(0)));
        assert_eq!(kept.count(), HOURLY);
    }
}
