//! Gives back what a rule took: revocations never close by condition, so that some have no other way out.

use leasehold_domain::hold::{ClosedBy, HoldKind, Subject};
use leasehold_domain::log::Initiator;
use leasehold_domain::policy::PolicyState;
use leasehold_oauth_types::Remedy;
use serde_json::{Value, json};

use super::{LifecycleError, content, notes};
use crate::AuthorizationServer;
use crate::leases::apply::{self, Cause, Changes};
use crate::signals::weigh_again;

impl AuthorizationServer {
    /// Closes the open revocations of a rule on one person: those that only an administrator can, and all of them
    /// where the rule is switched off. They are weighed again at once; what the policy still finds opens anew. Says
    /// how many were closed.
    ///
    /// # Errors
    ///
    /// If nobody of these names is there, or an administrator means themselves.
    pub async fn release_holds(
        &self,
        rule: &str,
        username: &str,
        admin: &str,
    ) -> Result<usize, LifecycleError> {
        let started = self.now();
        let mut tx = self.storage.write().await?;
        let admin = notes::admin(tx.as_mut(), admin).await?;
        let user = tx.user_by_username(&username.to_lowercase()).await?;
        let user = user.ok_or_else(|| LifecycleError::Nobody(username.to_owned()))?;
        if user.id == admin.id {
            return Err(LifecycleError::Oneself);
        }
        let active = tx.policy_in(PolicyState::Active).await?.ok_or(LifecycleError::NoneActive)?;
        let settings = settings(&active.content)?;
        // What a person took back themselves is no rule's, and is not given back here.
        if settings.get(rule).is_none() && !has_decided(tx.as_mut(), rule).await? {
            return Err(LifecycleError::NoRule(rule.to_owned()));
        }
        let off = settings[rule]["enabled"] != Value::Bool(true);
        let cause = Cause::act(Initiator::Admin, json!({ "released": rule, "by": admin.id }));
        let (mut changes, mut released) = (Changes::default(), 0);
        for hold in tx.open_holds(user.id).await? {
            if hold.rule == rule
                && hold.kind == HoldKind::Revoke
                && (off || hold.remedy == Remedy::AskAdmin)
                && let Ok(closed) = hold.close(ClosedBy::PolicyRelease, started)
            {
                changes.extend(apply::close_hold(self, tx.as_mut(), &closed, &cause).await?);
                released += 1;
            }
        }
        weigh_again(self, tx.as_mut(), &Subject::user(user.id), self.policy_now()).await?;
        let facts = json!({ "rule": rule, "user": user.id, "holds": released });
        notes::note(self, tx.as_mut(), Some(admin.id), ("policy_released", &active.version), facts).await?;
        self.finish(tx, changes, started).await?;
        Ok(released)
    }
}

fn settings(policy: &str) -> Result<Value, LifecycleError> {
    let data: Value = serde_json::from_str(&content::read(policy)?.data).unwrap_or_default();
    Ok(data["settings"].clone())
}

/// Whether any version has such a rule: one that is gone may have left holds.
async fn has_decided(
    tx: &mut dyn leasehold_storage::Transaction,
    rule: &str,
) -> Result<bool, LifecycleError> {
    for policy in tx.policies().await? {
        if settings(&policy.content)?.get(rule).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
