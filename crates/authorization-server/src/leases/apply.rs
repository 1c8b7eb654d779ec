//! Writes changes of holds: the hold, the versions of the grants it covers, the log entry and the events,
//! all in the transaction of the caller (invariants 2 and 6).

use leasehold_domain::grant::Grant;
use leasehold_domain::hold::{Hold, HoldKind, Subject};
use leasehold_domain::log::{Change, Commitment, Initiator, LogEntry};
use leasehold_domain::{Time, UserId};
use leasehold_oauth_types::ScopeSet;
use leasehold_oauth_types::event::GrantEvent;
use leasehold_storage::{Result, StorageError, StoredEvent, Transaction};

use crate::AuthorizationServer;

/// Who changes something, and what was known when it was decided.
#[derive(Clone, Debug)]
pub(crate) struct Cause {
    pub(crate) initiator: Initiator,
    /// The facts of a decision, or who acted with which evidence.
    pub(crate) facts: serde_json::Value,
    /// Version of the policy that decided, if one did.
    pub(crate) policy_version: Option<String>,
}

impl Cause {
    /// An act of a person or of the server itself.
    pub(crate) fn act(initiator: Initiator, facts: serde_json::Value) -> Self {
        Self { initiator, facts, policy_version: None }
    }
}

/// What was written; to be published once the transaction is committed.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) events: Vec<StoredEvent>,
    /// Holds that were opened, for the time it took.
    pub(crate) opened: Vec<Hold>,
    /// Whose notices changed.
    pub(crate) told: Vec<UserId>,
}

impl Changes {
    /// Nothing but that somebody's notices changed.
    pub(crate) fn told(user: UserId) -> Self {
        Self { told: vec![user], ..Self::default() }
    }

    /// Whether no grant changed.
    pub(crate) fn is_empty(&self) -> bool {
        self.events.is_empty() && self.opened.is_empty()
    }

    /// Whether somebody has a new notice.
    pub(crate) fn tells(&self) -> bool {
        !self.told.is_empty()
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.events.extend(other.events);
        self.opened.extend(other.opened);
        self.told.extend(other.told);
    }
}

/// Opens a hold.
pub(crate) async fn open_hold(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    hold: Hold,
    cause: &Cause,
) -> Result<Changes> {
    let mut grants = tx.covered_grants(&hold.subject).await?;
    let others = tx.open_holds(hold.subject.user).await?;
    let before = concerned(&grants, &hold, &others);
    drop_elevation(&mut grants, &hold);
    tx.add_hold(&hold).await?;
    tx.append(&entry(server, &hold, Change::HoldOpened, before, ScopeSet::new(), server.now(), cause))
        .await?;
    let events = bump(server, tx, grants).await?;
    Ok(Changes { events, opened: vec![hold], ..Changes::default() })
}

/// Writes a hold that has just been closed. Nothing happens if somebody else closed it meanwhile.
pub(crate) async fn close_hold(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    hold: &Hold,
    cause: &Cause,
) -> Result<Changes> {
    let at = hold.closed.as_ref().ok_or(StorageError::inconsistent("hold is not closed"))?.at;
    if !tx.close_hold(hold).await? {
        return Ok(Changes::default());
    }
    let mut grants = tx.covered_grants(&hold.subject).await?;
    drop_elevation(&mut grants, hold);
    let others = tx.open_holds(hold.subject.user).await?;
    let after = concerned(&grants, hold, &others);
    tx.append(&entry(server, hold, Change::HoldClosed, ScopeSet::new(), after, at, cause)).await?;
    let events = bump(server, tx, grants).await?;
    Ok(Changes { events, ..Changes::default() })
}

/// What was revoked and is given back is not elevated: the usual confirmation is asked again (design section 3,
/// "Restore"). At both ends: a grant that was made meanwhile may have been raised.
fn drop_elevation(grants: &mut [Grant], hold: &Hold) {
    if hold.kind == HoldKind::Revoke {
        let leases = grants.iter_mut().flat_map(|grant| &mut grant.leases);
        leases.filter(|lease| hold.scopes.contains(&lease.scope)).for_each(|lease| lease.elevation = None);
    }
}

/// The scopes for which this hold alone makes the difference.
fn concerned(grants: &[Grant], hold: &Hold, others: &[Hold]) -> ScopeSet {
    grants
        .iter()
        .flat_map(|grant| {
            let held_anyway = others
                .iter()
                .filter(|other| other.id != hold.id && other.subject.covers(grant))
                .fold(ScopeSet::new(), |all, other| all.union(&other.scopes));
            grant.scopes().intersection(&hold.scopes).difference(&held_anyway)
        })
        .collect()
}

fn entry(
    server: &AuthorizationServer,
    hold: &Hold,
    change: Change,
    before: ScopeSet,
    after: ScopeSet,
    at: Time,
    cause: &Cause,
) -> LogEntry {
    LogEntry {
        at,
        subject: hold.subject.clone(),
        change,
        before,
        after,
        rule: hold.rule.clone(),
        policy_version: cause.policy_version.clone().or_else(|| Some(hold.rule_version.clone())),
        cause: Some(hold.cause.clone()),
        initiator: cause.initiator,
        remedy: Some(hold.remedy),
        hold: Some(hold.id),
        ..blank(server, at, hold.subject.clone(), change, cause)
    }
}

/// An entry with nothing but its facts and their commitment.
pub(crate) fn blank(
    server: &AuthorizationServer,
    at: Time,
    subject: Subject,
    change: Change,
    cause: &Cause,
) -> LogEntry {
    let facts = cause.facts.clone();
    LogEntry {
        at,
        subject,
        change,
        before: ScopeSet::new(),
        after: ScopeSet::new(),
        rule: String::new(),
        policy_version: None,
        cause: None,
        initiator: cause.initiator,
        remedy: None,
        hold: None,
        commitment: Commitment::to_facts(&facts, &server.master_key, server.entropy.as_ref()),
        facts,
    }
}

/// Gives each grant a new version and tells of it.
pub(crate) async fn bump(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    grants: Vec<Grant>,
) -> Result<Vec<StoredEvent>> {
    let mut events = Vec::with_capacity(grants.len());
    for grant in grants {
        let rev = tx
            .update_grant(&grant, grant.rev)
            .await?
            .ok_or(StorageError::inconsistent("grant changed inside the one writer"))?;
        let id = grant.id.to_string();
        let event = if grant.ended.is_some() {
            GrantEvent::GrantEnded { grant: id, rev }
        } else {
            GrantEvent::GrantChanged { grant: id, rev }
        };
        events.push(tell(server, tx, &grant, event).await?);
    }
    Ok(events)
}

async fn tell(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    grant: &Grant,
    event: GrantEvent,
) -> Result<StoredEvent> {
    let client = server.config.registry.client(&grant.client);
    let audience = client.map(|client| client.audience.clone()).unwrap_or_default();
    let seq = tx.push_event(&audience, grant.user, grant.session, &event, server.now()).await?;
    Ok(StoredEvent { seq, audience, user: grant.user, session: grant.session, event })
}
