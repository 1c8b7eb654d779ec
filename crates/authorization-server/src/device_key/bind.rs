//! Writes down what a proof says of its device.

use leasehold_domain::device::Device;
use leasehold_domain::hold::Subject;
use leasehold_domain::log::{Change, Initiator, LogEntry};
use leasehold_storage::{Result, Transaction};

use super::proof::Proved;
use super::traits;
use crate::AuthorizationServer;
use crate::leases::apply::{Cause, blank};

/// Binds the first key of a device, or notes that it signed again, and compares how the device looks. `false` if
/// the key is another device's.
pub(super) async fn bind(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    device: &Device,
    proved: &Proved,
) -> Result<bool> {
    if !tx.put_device_key(device.id, &proved.device_key()).await? {
        return Ok(false);
    }
    if device.key.is_none() {
        note(server, tx, device, "device_key_bound", serde_json::Value::Null).await?;
    }
    traits::compare(server, tx, device, proved).await?;
    Ok(true)
}

/// An entry in the log of everybody who has used the device.
pub(super) async fn note(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    device: &Device,
    rule: &str,
    facts: serde_json::Value,
) -> Result<()> {
    for trust in tx.trusts_of(device.id).await? {
        let subject = Subject { device: Some(device.id), ..Subject::user(trust.user) };
        let cause = Cause::act(Initiator::System, facts.clone());
        let entry = blank(server, server.now(), subject, Change::DeviceTrust, &cause);
        tx.append(&LogEntry { rule: rule.to_owned(), ..entry }).await?;
    }
    Ok(())
}
