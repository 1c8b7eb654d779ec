//! Authenticators.

use std::sync::Arc;

use leasehold_domain::user::{Enrolment, Factor, FactorKind};

use super::fixtures::{Fixtures, assert_same};
use super::parallel::winners_of_100;
use crate::{Result, Storage};

/// All of a person's, the oldest first, until taken away.
///
/// # Errors
///
/// What the driver says.
pub async fn a_factor_comes_back_as_it_was(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let password = make.factor(scene.user.id, FactorKind::Password);
    let totp = Factor {
        enrolment: Enrolment {
            at: make.after(1),
            session: Some(scene.session.id),
            device: Some(scene.device.id),
        },
        ..make.factor(scene.user.id, FactorKind::Totp)
    };
    let mut tx = storage.write().await?;
    tx.add_factor(&totp).await?;
    tx.add_factor(&password).await?;
    tx.touch_factor(password.id, make.after(5)).await?;
    let password = Factor { last_used_at: Some(make.after(5)), ..password };
    assert_same(&tx.factors(scene.user.id).await?, &vec![password.clone(), totp.clone()]);
    tx.remove_factor(totp.id).await?;
    assert_same(&tx.factors(scene.user.id).await?, &vec![password]);
    Ok(())
}

/// Neither the same step nor an older one counts again (RFC 6238 section 5.2).
///
/// # Errors
///
/// What the driver says.
pub async fn a_time_step_never_goes_back(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let totp = make.factor(scene.user.id, FactorKind::Totp);
    let mut tx = storage.write().await?;
    tx.add_factor(&totp).await?;
    assert!(tx.accept_step(totp.id, 100, make.after(1)).await?);
    assert!(!tx.accept_step(totp.id, 100, make.after(2)).await?);
    assert!(!tx.accept_step(totp.id, 99, make.after(2)).await?);
    let stored = tx.factors(scene.user.id).await?;
    assert_eq!(stored.first().and_then(|factor| factor.last_step), Some(100));
    assert_eq!(stored.first().and_then(|factor| factor.last_used_at), Some(make.after(1)));
    assert!(tx.accept_step(totp.id, 101, make.after(3)).await?);
    Ok(())
}

/// One code typed in many windows counts once.
///
/// # Errors
///
/// What the driver says.
pub async fn one_of_many_takes_a_time_step(storage: Arc<impl Storage + 'static>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let totp = make.factor(scene.user.id, FactorKind::Totp);
    let mut tx = storage.write().await?;
    tx.add_factor(&totp).await?;
    tx.commit().await?;
    let winners = winners_of_100(|| {
        let (storage, factor, now) = (Arc::clone(&storage), totp.id, make.now);
        async move {
            let mut tx = storage.write().await?;
            let accepted = tx.accept_step(factor, 100, now).await?;
            tx.commit().await?;
            Ok(accepted)
        }
    })
    .await?;
    assert_eq!(winners, 1);
    Ok(())
}
