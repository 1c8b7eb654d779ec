//! A PIN that was tried too often, and what opens it again.

use leasehold_domain::proof::Proof;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_domain::{DeviceId, UserId};
use leasehold_storage::{Result, Transaction};

use super::stored::StoredPin;
use crate::AuthorizationServer;
use crate::factors::change::{self, Act};

/// Whether the PIN of this device is among these factors and locked.
pub(crate) fn is_locked(server: &AuthorizationServer, factors: &[&Factor], device: DeviceId) -> bool {
    let pin = StoredPin::on(server, factors.iter().copied(), device);
    pin.is_some_and(|(_, pin)| pin.tries_left() == 0)
}

/// Logs and tells a lock, once for each; `false` if there is nothing to tell. The mail goes with the postman's
/// next look.
async fn tell(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    factor: &Factor,
    pin: &StoredPin,
) -> Result<bool> {
    let untold = pin.tries_left() == 0 && !pin.is_told();
    if untold {
        change::note(server, tx, None, factor, Act::Locked).await?;
    }
    Ok(untold)
}

/// The holder of the device was refused, because the PIN is locked.
pub(super) async fn refused(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    factor: &Factor,
    pin: StoredPin,
) -> Result<()> {
    if tell(server, tx, factor, &pin).await? {
        tx.update_factor_secret(factor.id, &pin.told().seal(server, factor.id)).await?;
    }
    Ok(())
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
        // The last try may have been given up, so that nobody has seen the lock yet.
        tell(server, tx, factor, &pin).await?;
        tx.update_factor_secret(factor.id, &pin.cleared().seal(server, factor.id)).await?;
    }
    Ok(())
}
