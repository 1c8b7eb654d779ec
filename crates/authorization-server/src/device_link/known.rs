//! Makes a new device known: it gets back what one factor is enough for.

use leasehold_domain::hold::{ClosedBy, Hold, Subject};
use leasehold_domain::log::{Change, Initiator, LogEntry};
use leasehold_domain::waiver::{Origin, Waiver};
use leasehold_domain::{HoldId, WaiverId};
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_storage::Transaction;
use serde_json::json;

use super::opened::Opened;
use super::reach::{RULE, cause};
use crate::AuthorizationServer;
use crate::interaction::device;
use crate::leases::apply::{Cause, Changes, blank, close_hold, open_hold};
use crate::leases::evaluate::{EvaluationError, RequestContext, evaluate_in};
use crate::notices::{Occasion, notify};

/// Narrows the holds, writes the waiver that keeps the rule from opening them anew, and tells the person. The
/// trust in the device stays as it was.
pub(super) async fn make_known(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    opened: &Opened,
) -> Result<Changes, EvaluationError> {
    let (now, policy_now) = (server.now(), server.policy_now());
    let Opened { session, trust, .. } = opened;
    let facts = json!({"session": session.id, "device": session.device, "asked_at": opened.asked_at});
    let act = Cause::act(Initiator::User, facts);
    let mut changes = Changes::default();
    for (hold, back) in opened.narrowed(server, tx).await? {
        let rest = hold.scopes.difference(&back);
        if !rest.is_empty() {
            // First, so that the rest is held without a gap; and as old as the whole was, so that nothing that
            // was enrolled since becomes evidence against it.
            let id = HoldId::generate(now, server.entropy.as_ref());
            let narrower = Hold { id, scopes: rest, took_ms: None, ..hold.clone() };
            changes.extend(open_hold(server, tx, narrower, &act).await?);
        }
        if let Ok(closed) = hold.close(ClosedBy::Remedy, now) {
            changes.extend(close_hold(server, tx, &closed, &act).await?);
        }
    }
    tx.add_waiver(&Waiver {
        id: WaiverId::generate(policy_now, server.entropy.as_ref()),
        user: trust.user,
        // The device is known, whoever's session on it comes next.
        session: None,
        device: trust.device,
        rule: RULE.to_owned(),
        cause: cause(trust),
        evidence: None,
        given_by: Origin { session: session.id, device: session.device },
        created_at: policy_now,
        until: policy_now + server.config.device_trust,
    })
    .await?;
    let subject = Subject { device: Some(trust.device), ..Subject::user(trust.user) };
    let entry = blank(server, now, subject, Change::DeviceTrust, &act);
    tx.append(&LogEntry { rule: "device_known_by_mail".into(), ..entry }).await?;
    let kind = NoticeKind::DeviceKnown { name: device::name(tx, trust.device).await? };
    let occasion = Occasion::new(format!("device_known:{}", opened.hash.to_base64url()));
    changes.extend(notify(server, tx, trust.user, kind, occasion.in_session(session)).await?);
    for grant in tx.live_grants(trust.user).await?.into_iter().filter(|grant| grant.device == trust.device) {
        if let Some((_, more)) = evaluate_in(server, tx, grant.id, &RequestContext::default()).await? {
            changes.extend(more);
        }
    }
    Ok(changes)
}
