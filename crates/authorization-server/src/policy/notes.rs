//! Who changes the policy, and the entries of the log about it.

use leasehold_domain::UserId;
use leasehold_domain::hold::Subject;
use leasehold_domain::log::{Change, Initiator, LogEntry};
use leasehold_domain::policy::{PolicyRequest, shown};
use leasehold_domain::user::{Role, User};
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_storage::{StorageError, Transaction};
use serde_json::Value;

use super::LifecycleError;
use crate::AuthorizationServer;
use crate::leases::apply::{Cause, Changes, blank};
use crate::notices::{Occasion, notify};

/// The administrator of that sign-in name.
pub(crate) async fn admin(tx: &mut dyn Transaction, username: &str) -> Result<User, LifecycleError> {
    let found = tx.user_by_username(&username.to_lowercase()).await?;
    found.filter(|user| user.role == Role::Admin).ok_or_else(|| LifecycleError::NotAdmin(username.to_owned()))
}

/// Writes down what an administrator did to the policy. What the program itself does is in its own log.
pub(crate) async fn note(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    admin: Option<UserId>,
    (act, version): (&str, &str),
    mut facts: Value,
) -> Result<(), StorageError> {
    // Who loses what stands with the request, from where it can be erased.
    facts.as_object_mut().map(|facts| facts.remove("changes"));
    tracing::info!(act, version, admin = admin.map(tracing::field::display), "the policy");
    let Some(admin) = admin else { return Ok(()) };
    let cause = Cause::act(Initiator::Admin, facts);
    let entry = blank(server, server.now(), Subject::user(admin), Change::PolicyChanged, &cause);
    let version = Some(version.to_owned()).filter(|version| !version.is_empty());
    tx.append(&LogEntry { rule: act.to_owned(), policy_version: version, ..entry }).await?;
    Ok(())
}

/// Tells administrators of a request that waits, also the one who asked: it may not have been them.
pub(super) async fn tell(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    admins: &[User],
    request: &PolicyRequest,
) -> Result<Changes, StorageError> {
    let asked_by = admins.iter().find(|admin| Some(admin.id) == request.asked_by);
    let name = asked_by.map(|admin| admin.name.clone()).unwrap_or_default();
    let version = shown(&request.version).to_owned();
    let kind = match request.effective_at {
        None => NoticeKind::PolicyAsked { name, version },
        Some(at) => {
            let hours = u32::try_from((at - request.asked_at).num_hours()).unwrap_or_default();
            NoticeKind::PolicyComing { name, version, hours }
        }
    };
    let mut changes = Changes::default();
    for admin in admins {
        let occasion = Occasion::new(format!("policy_asked:{}", request.id));
        changes.extend(notify(server, tx, admin.id, kind.clone(), occasion).await?);
    }
    Ok(changes)
}
