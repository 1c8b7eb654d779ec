//! Remedies: a person has proved themselves and gets back what was withdrawn.

use leasehold_domain::hold::{ClosedBy, Hold};
use leasehold_domain::log::Initiator;
use leasehold_domain::proof::Proof;
use leasehold_domain::session::Session;
use leasehold_domain::user::Factor;
use leasehold_domain::waiver::{Origin, Waiver};
use leasehold_domain::{HoldId, WaiverId, evidence};
use leasehold_oauth_types::Remedy;
use leasehold_storage::{Result, Transaction};

use crate::AuthorizationServer;
use crate::leases::apply::{self, Cause, Changes};
use crate::leases::settle::settle;

/// What a session can do about a hold, once it has proved `factor`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence<'a> {
    pub(crate) session: &'a Session,
    pub(crate) factor: &'a Factor,
    pub(crate) proof: &'a Proof,
}

impl Evidence<'_> {
    /// Who acted, where and with what, for the log.
    pub(crate) fn cause(&self) -> Cause {
        let facts = serde_json::json!({
            "session": self.session.id,
            "device": self.session.device,
            "factor": self.factor.id,
            "proved_at": self.proof.at,
        });
        Cause::act(Initiator::User, facts)
    }
}

/// Whether the hold is open and concerns this session.
pub(crate) fn concerns(hold: &Hold, session: &Session) -> bool {
    hold.is_open()
        && hold.subject.user == session.user
        && hold.subject.session.is_none_or(|id| id == session.id)
        && hold.subject.device.is_none_or(|id| id == session.device)
}

/// Whether the hold concerns this session and a step-up in it is its remedy.
pub(crate) fn is_stepped_up_here(hold: &Hold, session: &Session) -> bool {
    hold.remedy == Remedy::StepUp && concerns(hold, session)
}

/// Closes those of the named holds that this evidence is good for, and writes the waivers. Holds of
/// other sessions, holds that opened after the proof, and holds with another remedy stay open.
pub(crate) async fn step_up(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    named: &[HoldId],
    with: Evidence<'_>,
) -> Result<Changes> {
    let mut changes = Changes::default();
    for id in named {
        let Some(hold) = tx.hold(*id).await? else { continue };
        let eligible = evidence::is_eligible(&hold, with.factor, with.proof);
        if is_stepped_up_here(&hold, with.session) && eligible {
            changes.extend(close_with_waiver(server, tx, hold.clone(), with, ClosedBy::Remedy).await?);
            changes.extend(settle(server, tx, &hold, with.session).await?);
        }
    }
    Ok(changes)
}

/// Closes one hold by its remedy and writes the waiver for its cause.
pub(super) async fn close_with_waiver(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    hold: Hold,
    with: Evidence<'_>,
    by: ClosedBy,
) -> Result<Changes> {
    let now = server.policy_now();
    let Ok(closed) = hold.close(by, server.now()) else { return Ok(Changes::default()) };
    let waiver = Waiver {
        id: WaiverId::generate(now, server.entropy.as_ref()),
        user: closed.subject.user,
        session: Some(with.session.id),
        device: closed.subject.device.unwrap_or(with.session.device),
        rule: closed.rule.clone(),
        cause: closed.cause.clone(),
        evidence: Some(with.factor.id),
        given_by: Origin { session: with.session.id, device: with.session.device },
        created_at: now,
        until: now + server.config.waiver,
    };
    tx.add_waiver(&waiver).await?;
    apply::close_hold(server, tx, &closed, &with.cause()).await
}
