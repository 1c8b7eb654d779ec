//! Authenticators.

use std::sync::Arc;

use leasehold_domain::HashedToken;
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
    let passkey = Factor {
        name: Some("Work laptop".to_owned()),
        credential: Some(vec![7; 16]),
        device: Some(scene.device.id),
        ..make.factor(scene.user.id, FactorKind::Passkey)
    };
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
    assert_same(&tx.factors(scene.user.id).await?, &vec![password.clone()]);
    assert!(tx.add_factor(&passkey).await?);
    tx.rename_factor(passkey.id, "Old laptop").await?;
    tx.update_factor_secret(passkey.id, b"counted").await?;
    tx.mark_compromised(passkey.id, make.after(6)).await?;
    tx.mark_compromised(passkey.id, make.after(7)).await?;
    let passkey = Factor {
        name: Some("Old laptop".to_owned()),
        secret: b"counted".to_vec(),
        compromised_at: Some(make.after(6)),
        ..passkey
    };
    assert_same(&tx.factors(scene.user.id).await?, &vec![password, passkey.clone()]);
    assert_same(&tx.factor_by_credential(&[7; 16]).await?, &Some(passkey));
    assert!(tx.factor_by_credential(&[8; 16]).await?.is_none());
    Ok(())
}

/// A credential id belongs to one account (checklist WA-5).
///
/// # Errors
///
/// What the driver says.
pub async fn a_credential_is_registered_once(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let with = |credential: Option<Vec<u8>>| Factor {
        credential,
        ..make.factor(scene.user.id, FactorKind::Passkey)
    };
    let mut tx = storage.write().await?;
    assert!(tx.add_factor(&with(Some(vec![7; 16]))).await?);
    assert!(!tx.add_factor(&with(Some(vec![7; 16]))).await?);
    assert!(tx.add_factor(&with(Some(vec![8; 16]))).await?);
    assert!(tx.add_factor(&with(None)).await? && tx.add_factor(&with(None)).await?, "only ids are unique");
    assert_eq!(tx.factors(scene.user.id).await?.len(), 4);
    Ok(())
}

/// Each code of a set works once, for its own set, also when it is typed in many windows.
///
/// # Errors
///
/// What the driver says.
pub async fn a_recovery_code_works_once(storage: Arc<impl Storage + 'static>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let set = make.factor(scene.user.id, FactorKind::RecoveryCodes);
    let other = make.factor(scene.user.id, FactorKind::RecoveryCodes);
    let codes: Vec<HashedToken> = (0..10).map(|_| make.hash()).collect();
    let Some(code) = codes.first().copied() else { return Ok(()) };
    let mut tx = storage.write().await?;
    assert!(tx.add_factor(&set).await? && tx.add_factor(&other).await?);
    tx.add_recovery_codes(set.id, &codes).await?;
    assert!(!tx.use_recovery_code(other.id, code, make.now).await?, "of another set");
    assert!(!tx.use_recovery_code(set.id, make.hash(), make.now).await?, "of no set");
    tx.commit().await?;
    let winners = winners_of_100(|| {
        let (storage, set, now) = (Arc::clone(&storage), set.id, make.now);
        async move {
            let mut tx = storage.write().await?;
            let used = tx.use_recovery_code(set, code, now).await?;
            tx.commit().await?;
            Ok(used)
        }
    })
    .await?;
    assert_eq!(winners, 1);
    let mut tx = storage.write().await?;
    assert_eq!(tx.recovery_codes_left(set.id).await?, 9);
    tx.remove_factor(set.id).await?;
    assert_eq!(tx.recovery_codes_left(set.id).await?, 0);
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
