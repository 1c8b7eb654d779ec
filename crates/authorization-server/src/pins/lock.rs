//! A PIN that was tried too often, and what opens it again.

use leasehold_domain::proof::Proof;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_domain::{DeviceId, UserId};
use leasehold_storage::{Result, Transaction};

use super::stored::StoredPin;
use crate::AuthorizationServer;

/// Whether the PIN of this device is among these factors and locked.
pub(crate) fn is_locked(server: &AuthorizationServer, factors: &[&Factor], device: DeviceId) -> bool {
    let pin = StoredPin::on(server, factors.iter().copied(), device);
    pin.is_some_and(|(_, pin)| pin.tries_left() == 0)
}

/// Something stronger was proved on this device: the tries of its PIN are forgotten. Those on another device
/// are not, or whoever holds that one could go on guessing each time the owner proves themselves elsewhere.
pub(crate) async fn unlock(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    user: UserId,
    device: DeviceId,
    proof: &Proof,
) -> Result<()> {
    if !proof.kind.steps_up() || proof.kind == FactorKind::Pin || proof.lapsed {
        return Ok(());
    }
    let factors = tx.factors(user).await?;
    if let Some((factor, pin)) = StoredPin::on(server, &factors, device)
        && !pin.is_untried()
    {
        tx.update_factor_secret(factor.id, &pin.cleared().seal(server, factor.id)).await?;
    }
    Ok(())
}
