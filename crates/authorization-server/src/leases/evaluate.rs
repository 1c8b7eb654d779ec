//! Weighs one grant in its context and makes the holds agree with the verdict.

use std::collections::BTreeMap;
use std::time::Duration;

use leasehold_domain::decision::Decision;
use leasehold_domain::effective::{LeaseState, View, states};
use leasehold_domain::facts::{Facts, Place};
use leasehold_domain::grant::Grant;
use leasehold_domain::lease::Lease;
use leasehold_domain::log::Initiator;
use leasehold_domain::session::SessionEndReason;
use leasehold_domain::{GrantId, HashedToken, Time};
use leasehold_oauth_types::{AuthorizationDetail, Scope, ScopeSet, Voucher};
use leasehold_storage::{StorageError, Transaction};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::AuthorizationServer;
use crate::config::limits;
use crate::leases::apply::{self, Cause, Changes};
use crate::leases::end::end_session;
use crate::leases::expire;
use crate::leases::plan::{Plan, plan};
use crate::leases::policy_failure::suspended;
use crate::leases::{Situation, facts::facts};
use crate::signals::stops;

/// A grant cannot be weighed. The caller denies (invariant 5); nothing was changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EvaluationError {
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The context a request brings along.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestContext {
    /// Where the request comes from, as far as somebody vouches for it.
    pub(crate) place: Option<Place>,
    /// Who that is, if introspection is asked.
    pub(crate) voucher: Option<Voucher>,
    /// The token it carries: looked up in the same snapshot as the grant, so that one revoked meanwhile is
    /// not reported active under the new version.
    pub(crate) token: Option<HashedToken>,
    /// When its app last had a proof of the key that its own session is bound to.
    pub(crate) app_key_at: Option<Time>,
    /// What was confirmed in detail for its token.
    pub(crate) confirmed: Vec<AuthorizationDetail>,
    /// Until when what it says counts, by real time.
    pub(crate) until: Option<Time>,
}

impl RequestContext {
    /// Until when the proof of the app's key counts, if it still does.
    fn keyed_until(&self, now: Time) -> Option<Time> {
        self.app_key_at.map(|at| at + limits::KEY_PROOF + limits::SKEW).filter(|until| now < *until)
    }
}

/// What a grant may do now.
#[derive(Clone, Debug)]
pub(crate) struct Evaluation {
    pub(crate) situation: Situation,
    pub(crate) states: BTreeMap<Scope, LeaseState>,
    pub(crate) decision: Decision,
    pub(crate) facts: Facts,
    /// When the answer has to be asked for again, by real time.
    pub(crate) valid_until: Option<Time>,
    /// Whether this very evaluation ended the session: nothing is worth anything any more.
    pub(crate) over: bool,
    /// How long the policy took; none if it failed.
    pub(crate) took: Option<Duration>,
}

impl Evaluation {
    pub(crate) fn effective(&self) -> ScopeSet {
        self.states.iter().filter(|(_, state)| state.is_active()).map(|(scope, _)| scope.clone()).collect()
    }

    /// When the last step-up in the grant is over, if one lasts; by real time.
    pub(crate) fn elevated_until(&self, server: &AuthorizationServer) -> Option<Time> {
        self.situation.grant.leases.iter().filter_map(|lease| elevation_end(server, lease)).max()
    }
}

/// Weighs a grant. Reads first; takes the writer only when a hold has to open or close, or the session has
/// moved. `None` if the grant or its session is over.
pub(crate) async fn evaluate(
    server: &AuthorizationServer,
    grant: GrantId,
    context: &RequestContext,
) -> Result<Option<Evaluation>, EvaluationError> {
    let started = server.now();
    let mut tx = server.storage.read().await?;
    let Some((evaluation, plan)) = weigh(server, tx.as_mut(), grant, context).await? else { return Ok(None) };
    drop(tx);
    let quiet = plan.is_empty() && !evaluation.decision.ends_session;
    if quiet && !moved(&evaluation.situation, context) && !travelled(server, &evaluation.situation, context) {
        server.recorder.unchanged(server, &evaluation);
        return Ok(Some(evaluation));
    }
    let mut tx = server.storage.write().await?;
    let Some((evaluation, changes)) = evaluate_in(server, tx.as_mut(), grant, context).await? else {
        return Ok(None);
    };
    server.finish(tx, changes, started).await?;
    Ok(Some(evaluation).filter(|evaluation| !evaluation.over))
}

/// The same inside a transaction of the caller, who commits and publishes.
pub(crate) async fn evaluate_in(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    grant: GrantId,
    context: &RequestContext,
) -> Result<Option<(Evaluation, Changes)>, EvaluationError> {
    let Some((mut evaluation, mut plan)) = weigh(server, tx, grant, context).await? else { return Ok(None) };
    if travelled(server, &evaluation.situation, context)
        && let Some(place) = &context.place
    {
        stops::arrived(server, tx, &evaluation.situation.session, place, false).await?;
        // With what that has noticed.
        let Some(again) = weigh(server, tx, grant, context).await? else { return Ok(None) };
        (evaluation, plan) = again;
    }
    let mut changes = expire::over(server, tx, &evaluation.situation.grant).await?;
    if moved(&evaluation.situation, context)
        && let Some(place) = &context.place
    {
        let mut session = evaluation.situation.session.clone();
        let since = session.place.since.filter(|_| place.is_where(&session.place));
        session.place = Place { since: since.or(Some(server.policy_now())), ..place.clone() };
        tx.update_session(&session).await?;
    }
    let cause = Cause {
        initiator: Initiator::Policy,
        facts: serde_json::to_value(&evaluation.facts).unwrap_or_default(),
        policy_version: Some(evaluation.decision.policy_version.clone()),
    };
    if plan.is_empty() && !evaluation.decision.ends_session {
        server.recorder.unchanged(server, &evaluation);
    } else {
        server.recorder.changed(server, tx, &evaluation).await?;
    }
    for hold in &plan.close {
        changes.extend(apply::close_hold(server, tx, hold, &cause).await?);
    }
    for hold in plan.open {
        changes.extend(apply::open_hold(server, tx, hold, &cause).await?);
    }
    if evaluation.decision.ends_session {
        // After the holds: the next session of this person inherits them.
        let session = evaluation.situation.session.clone();
        changes.extend(end_session(server, tx, session, SessionEndReason::Risk).await?);
        let over = Evaluation { states: BTreeMap::new(), over: true, ..evaluation };
        return Ok(Some((over, changes)));
    }
    let evaluation = if changes.is_empty() {
        evaluation
    } else {
        let Some((evaluation, _)) = weigh(server, tx, grant, context).await? else { return Ok(None) };
        evaluation
    };
    // What this node decides with an older policy is weighed again by whoever has the active one.
    let current = server.decides_as_stored(tx).await?;
    let next = if current { next_moment(server, &evaluation) } else { Some(evaluation.facts.now) };
    tx.set_due(grant, next).await?;
    Ok(Some((evaluation, changes)))
}

/// What a grant may do where its session was last seen, for showing it: opens and closes nothing.
pub(crate) async fn peek(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    grant: &Grant,
) -> Result<Option<Evaluation>, EvaluationError> {
    let Some(session) = tx.session(grant.session).await? else { return Ok(None) };
    let context = RequestContext { place: Some(session.place), ..RequestContext::default() };
    // As its own app sees it: with the key, if it has one.
    let context = RequestContext { app_key_at: Some(server.now()), ..context };
    Ok(weigh(server, tx, grant.id, &context).await?.map(|(evaluation, _)| evaluation))
}

async fn weigh(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    grant: GrantId,
    context: &RequestContext,
) -> Result<Option<(Evaluation, Plan)>, EvaluationError> {
    let (now, policy_now) = (server.now(), server.policy_now());
    if let Some(hash) = context.token
        && tx.access_token(hash).await?.is_none_or(|token| now >= token.expires_at)
    {
        return Ok(None);
    }
    let Some(situation) = Situation::load(tx, grant, now, policy_now).await? else { return Ok(None) };
    let place = context.place.clone().unwrap_or_else(|| situation.session.place.clone());
    let facts = facts(server, &situation, place, context.app_key_at);
    let begun = Instant::now();
    let decided = server.policy.decide(&facts).await;
    let took = decided.is_ok().then(|| begun.elapsed());
    let (decision, plan) = match decided {
        Ok(decision) => {
            let plan = plan(&situation, &facts, &decision, now, server.entropy.as_ref());
            (decision, plan)
        }
        Err(failure) => (suspended(&facts, &failure), Plan::default()),
    };
    let keyed_until = context.keyed_until(now);
    let states = states(View {
        grant: &situation.grant,
        consent: &situation.consent,
        holds: &situation.holds,
        decision: &decision,
        catalogue: &server.config.catalogue,
        has_context: context.place.is_some(),
        keyed: keyed_until.is_some(),
        confirmed: &context.confirmed,
        now,
        policy_now,
    });
    // Policy time may be shifted against real time; a distance is the same in both.
    let boundary = decision.valid_until.map(|until| now + (until - policy_now));
    let ends = states.values().filter_map(|state| state.until);
    let others = [boundary, keyed_until, context.until, Some(situation.session.ends_at())];
    let valid_until = ends.chain(others.into_iter().flatten()).filter(|until| *until > now).min();
    Ok(Some((Evaluation { situation, states, decision, facts, valid_until, over: false, took }, plan)))
}

/// When the due-time job has to look again, by policy time.
fn next_moment(server: &AuthorizationServer, evaluation: &Evaluation) -> Option<Time> {
    let now = evaluation.facts.now;
    let leases = &evaluation.situation.grant.leases;
    let lives = leases.iter().filter_map(|lease| lease.expires_at);
    // Proofs are dated in real time; a distance is the same in both.
    let ahead = now - server.now();
    let proofs = leases.iter().filter_map(|lease| elevation_end(server, lease)).map(|end| end + ahead);
    lives.chain(proofs).chain(evaluation.decision.valid_until).filter(|moment| *moment > now).min()
}

/// Until when the step-up of a lease lasts, by real time.
pub(crate) fn elevation_end(server: &AuthorizationServer, lease: &Lease) -> Option<Time> {
    let max_age = server.config.catalogue.get(&lease.scope)?.max_age()?;
    Some(lease.elevation?.at + max_age)
}

/// Whether country, network quality or knowledge of the place really changed; a new address in the same
/// country is not worth a write.
fn moved(situation: &Situation, context: &RequestContext) -> bool {
    context.place.as_ref().is_some_and(|place| {
        let known = &situation.session.place;
        !place.is_where(known) || place.quality > known.quality
    })
}

/// Whether the place of the request tells where the device has got to.
fn travelled(server: &AuthorizationServer, situation: &Situation, context: &RequestContext) -> bool {
    let Situation { stops, session, .. } = situation;
    context.place.as_ref().is_some_and(|place| stops::is_news(server, stops, session.device, place))
}

impl AuthorizationServer {
    /// Commits, pushes, and writes down how long it took.
    pub(crate) async fn finish(
        &self,
        tx: Box<dyn Transaction>,
        changes: Changes,
        started: Time,
    ) -> Result<(), StorageError> {
        if let Some(noted) = self.push(tx, changes, started).await? {
            // It says itself what went wrong, and what was withdrawn stays so.
            let _ = noted.await;
        }
        Ok(())
    }

    /// Commits and pushes, as one step that goes on when the caller hangs up in the middle: what is withdrawn
    /// in the database is withdrawn everywhere (invariant 6). How long it took is still being written then.
    pub(super) async fn push(
        &self,
        tx: Box<dyn Transaction>,
        changes: Changes,
        started: Time,
    ) -> Result<Option<JoinHandle<()>>, StorageError> {
        let server = self.clone();
        let task = tokio::spawn(async move {
            tx.commit().await?;
            Ok(server.publish(changes, started))
        });
        task.await.map_err(|error| StorageError::driver("the commit was interrupted", error))?
    }

    fn publish(&self, changes: Changes, started: Time) -> Option<JoinHandle<()>> {
        if !changes.told.is_empty() {
            self.events.tell(&changes.told);
            self.told.notify_one();
        }
        if changes.is_empty() {
            return None;
        }
        self.events.publish(changes.events);
        self.due.notify_one();
        let took = u32::try_from((self.now() - started).num_milliseconds()).unwrap_or(u32::MAX);
        self.took.note(self, changes.opened.iter().map(|hold| (hold.id, took)))
    }
}
