//! A factor came, went or was used in an emergency: logged in the same transaction.

use leasehold_domain::FactorId;
use leasehold_domain::hold::Subject;
use leasehold_domain::log::{Change, Initiator, LogEntry};
use leasehold_domain::proof::Proof;
use leasehold_domain::session::Session;
use leasehold_domain::user::Factor;
use leasehold_storage::{Result, Transaction};
use serde_json::json;

use crate::AuthorizationServer;
use crate::leases::apply::{Cause, blank};

/// Writes the entry. `rule` is the code of the act: `passkey_enrolled`, `totp_removed`.
pub(super) async fn log(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    session: &Session,
    factor: &Factor,
    change: Change,
    rule: &str,
) -> Result<()> {
    let subject =
        Subject { session: Some(session.id), device: Some(session.device), ..Subject::user(session.user) };
    let facts = json!({"session": session.id, "device": session.device, "factor": factor.id});
    let entry = blank(server, server.now(), subject, change, &Cause::act(Initiator::User, facts));
    tx.append(&LogEntry { rule: rule.into(), ..entry }).await?;
    tracing::info!(user = %session.user, factor = %factor.id, rule, "factors changed");
    Ok(())
}

/// Whether there was anything proved with that factor.
fn lapse(proofs: &mut [Proof], factor: FactorId) -> bool {
    let mut any = false;
    for proof in proofs.iter_mut().filter(|proof| proof.factor == factor) {
        (proof.lapsed, any) = (true, true);
    }
    any
}

/// Takes a factor away. What it proved counts no longer, in any session.
pub(crate) async fn take_away(tx: &mut dyn Transaction, factor: &Factor) -> Result<()> {
    tx.remove_factor(factor.id).await?;
    for mut session in tx.sessions(factor.user).await? {
        if lapse(&mut session.proofs, factor.id) {
            tx.update_session(&session).await?;
        }
    }
    Ok(())
}
