//! What administrators say of people and devices: roles, hours and postures. By the command line for now.

use std::collections::BTreeSet;

use leasehold_domain::facts::PostureFact;
use leasehold_domain::hold::{ClosedBy, Subject};
use leasehold_domain::hours::WorkingHours;
use leasehold_domain::log::Initiator;
use leasehold_domain::signal::SignalKind;
use leasehold_domain::user::Role;
use leasehold_domain::{DeviceId, Time, UserId};
use leasehold_storage::Result;
use serde_json::{Value, json};

use super::{Noticed, note, weigh_again};
use crate::AuthorizationServer;
use crate::leases::apply::{self, Cause, Changes};

/// Code of the rule whose holds end when a role comes back.
const NOT_ENTITLED: &str = "not_entitled";

impl AuthorizationServer {
    /// Gives a person a role. Scopes that were off for want of it, and of no other, come back at once. `false` if the
    /// person had it.
    ///
    /// # Errors
    ///
    /// If storage fails.
    pub async fn give_role(&self, user: UserId, role: &str) -> Result<bool> {
        let started = self.now();
        let mut tx = self.storage.write().await?;
        if !tx.add_role(user, role).await? {
            return Ok(false);
        }
        let mut changes = Changes::default();
        let cause = Cause::act(Initiator::Admin, json!({ "role_given": role }));
        let mut roles = tx.roles(user).await?;
        let person = tx.user(user).await?;
        roles.extend(person.filter(|user| user.role == Role::Admin).map(|_| "admin".to_owned()));
        let settings = self.policy.settings(NOT_ENTITLED);
        for hold in tx.open_holds(user).await? {
            if hold.rule == NOT_ENTITLED
                && allows(&settings, &hold.cause, &roles)
                && let Ok(closed) = hold.close(ClosedBy::Admin, started)
            {
                changes.extend(apply::close_hold(self, tx.as_mut(), &closed, &cause).await?);
            }
        }
        self.role_changed(tx.as_mut(), user, role).await?;
        self.finish(tx, changes, started).await?;
        Ok(true)
    }

    /// Takes a role from a person. `false` if the person did not have it.
    ///
    /// # Errors
    ///
    /// If storage fails.
    pub async fn take_role(&self, user: UserId, role: &str) -> Result<bool> {
        let started = self.now();
        let mut tx = self.storage.write().await?;
        if !tx.remove_role(user, role).await? {
            return Ok(false);
        }
        self.role_changed(tx.as_mut(), user, role).await?;
        self.finish(tx, Changes::default(), started).await?;
        Ok(true)
    }

    /// Gives a person working hours of their own, or those of the organisation again; either way in that zone (an
    /// IANA name). What is off outside of hours is weighed again at once. `false` if there is no such person.
    ///
    /// # Errors
    ///
    /// If storage fails.
    pub async fn set_hours(&self, user: UserId, hours: Option<&WorkingHours>, zone: &str) -> Result<bool> {
        let started = self.now();
        let mut tx = self.storage.write().await?;
        if !tx.set_hours(user, hours, zone).await? {
            return Ok(false);
        }
        weigh_again(self, tx.as_mut(), &Subject::user(user), self.policy_now()).await?;
        self.finish(tx, Changes::default(), started).await?;
        Ok(true)
    }

    async fn role_changed(
        &self,
        tx: &mut dyn leasehold_storage::Transaction,
        user: UserId,
        role: &str,
    ) -> Result<()> {
        let noticed = Noticed::about(user, SignalKind::RoleChanged).because(format!("role={role}"));
        note(self, tx, noticed).await
    }

    /// Notes what a source says of the state of a device, until `until` or until it says otherwise. `false` if it
    /// has said something newer.
    ///
    /// # Errors
    ///
    /// If storage fails.
    pub async fn set_posture(
        &self,
        device: DeviceId,
        source: &str,
        compliant: bool,
        until: Option<Time>,
    ) -> Result<bool> {
        let started = self.now();
        let at = self.policy_now();
        let mut tx = self.storage.write().await?;
        let posture = PostureFact { source: source.to_owned(), compliant, at, until };
        let noted = tx.put_posture(device, &posture, at).await?;
        self.device_changed(tx.as_mut(), device).await?;
        self.finish(tx, Changes::default(), started).await?;
        Ok(noted)
    }

    /// Takes back what a source said of a device; `false` if it had said nothing.
    ///
    /// # Errors
    ///
    /// If storage fails.
    pub async fn clear_posture(&self, device: DeviceId, source: &str) -> Result<bool> {
        let started = self.now();
        let mut tx = self.storage.write().await?;
        let cleared = tx.clear_posture(device, source).await?;
        self.device_changed(tx.as_mut(), device).await?;
        self.finish(tx, Changes::default(), started).await?;
        Ok(cleared)
    }

    async fn device_changed(
        &self,
        tx: &mut dyn leasehold_storage::Transaction,
        device: DeviceId,
    ) -> Result<()> {
        for trust in tx.trusts_of(device).await? {
            let subject = Subject { device: Some(device), ..Subject::user(trust.user) };
            weigh_again(self, tx, &subject, self.policy_now()).await?;
        }
        Ok(())
    }
}

/// Whether the policy lets people with these roles have the scope that a hold of the rule is about.
fn allows(settings: &Value, cause: &str, roles: &BTreeSet<String>) -> bool {
    let scope = cause.strip_prefix("scope=").unwrap_or_default();
    let wanted = settings["roles"][scope].as_array();
    settings["enabled"] != true
        || wanted
            .is_none_or(|wanted| wanted.iter().filter_map(Value::as_str).any(|role| roles.contains(role)))
}
