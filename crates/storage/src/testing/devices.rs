//! Devices and trust.

use std::sync::Arc;

use leasehold_domain::device::{
    Device, DeviceKey, DeviceTraits, DeviceTrust, KeyLoss, Succession, TrustState,
};

use super::fixtures::{Fixtures, assert_same, found};
use crate::{CookieMatch, Result, Storage};

/// Right after a rotation both cookies lead to the device, and it is known which one did.
///
/// # Errors
///
/// What the driver says.
pub async fn a_device_is_found_by_both_cookies(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let device = Device { mobile: true, ..make.device() };
    let mut tx = storage.write().await?;
    tx.add_device(&device).await?;
    tx.add_device(&make.device()).await?;
    let (stored, which) = found(tx.device_by_cookie(device.cookie).await?)?;
    assert_same(&stored, &device);
    assert_eq!(which, CookieMatch::Current);

    let next = make.hash();
    assert!(tx.rotate_device(device.id, device.cookie, next, make.after(1)).await?);
    assert_eq!(found(tx.device_by_cookie(next).await?)?.1, CookieMatch::Current);
    let (stored, which) = found(tx.device_by_cookie(device.cookie).await?)?;
    assert_eq!(which, CookieMatch::Previous);
    assert_eq!((stored.id, stored.cookie, stored.rotated_at), (device.id, next, make.after(1)));

    assert!(tx.rotate_device(device.id, next, make.hash(), make.after(2)).await?);
    assert!(tx.device_by_cookie(device.cookie).await?.is_none());
    Ok(())
}

/// Of two requests that rotate at once, the second finds that the cookie moved.
///
/// # Errors
///
/// What the driver says.
pub async fn a_rotation_needs_the_current_cookie(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let (device, next) = (make.device(), make.hash());
    let mut tx = storage.write().await?;
    tx.add_device(&device).await?;
    assert!(tx.rotate_device(device.id, device.cookie, next, make.now).await?);
    assert!(!tx.rotate_device(device.id, device.cookie, make.hash(), make.now).await?);
    assert_eq!(found(tx.device(device.id).await?)?.cookie, next);
    Ok(())
}

/// Each state of trust, the latest used first.
///
/// # Errors
///
/// What the driver says.
pub async fn trust_comes_back_as_it_was(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let (user, old, new) = (make.user("alice", "Alice"), make.device(), make.device());
    let mut tx = storage.write().await?;
    tx.add_user(&user).await?;
    tx.add_device(&old).await?;
    tx.add_device(&new).await?;
    let first = DeviceTrust {
        user: user.id,
        device: old.id,
        state: TrustState::Trusted { since: make.now, until: make.after(9) },
        first_seen: make.now,
        first_session: None,
        last_seen: make.now,
        confirmed_by: None,
        succeeds: None,
    };
    let mut second =
        DeviceTrust { device: new.id, state: TrustState::New, last_seen: make.after(1), ..first.clone() };
    second.first_session = Some(make.session(user.id, new.id).id);
    tx.put_trust(&first).await?;
    tx.put_trust(&second).await?;
    assert_eq!(tx.trusts(user.id).await?, [second.clone(), first.clone()]);
    for state in [TrustState::Trusted { since: make.after(2), until: make.after(3) }, TrustState::Blocked] {
        second = DeviceTrust { state, confirmed_by: Some(old.id), ..second };
        tx.put_trust(&second).await?;
        assert_eq!(tx.trust(user.id, new.id).await?.as_ref(), Some(&second));
    }
    for loss in [KeyLoss::Lost, KeyLoss::Changed] {
        second = DeviceTrust { succeeds: Some(Succession { device: old.id, loss }), ..second };
        tx.put_trust(&second).await?;
        assert_eq!(tx.trust(user.id, new.id).await?.as_ref(), Some(&second));
    }
    assert_eq!(tx.trust(user.id, old.id).await?, Some(first));
    assert_eq!(tx.trusts_of(new.id).await?, [second]);
    Ok(())
}

/// That an old cookie was shown is noted once after each rotation.
///
/// # Errors
///
/// What the driver says.
pub async fn a_reused_cookie_is_noted_once_a_rotation(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let (device, next) = (make.device(), make.hash());
    let mut tx = storage.write().await?;
    tx.add_device(&device).await?;
    assert!(tx.rotate_device(device.id, device.cookie, next, make.after(1)).await?);
    assert!(tx.note_cookie_reuse(device.id, make.after(2)).await?);
    assert!(!tx.note_cookie_reuse(device.id, make.after(3)).await?);
    assert_eq!(found(tx.device(device.id).await?)?.cookie_reused_at, Some(make.after(2)));
    assert!(tx.rotate_device(device.id, next, make.hash(), make.after(4)).await?);
    assert!(tx.note_cookie_reuse(device.id, make.after(5)).await?);
    Ok(())
}

/// A device has one key, and no key is of two devices; what was seen of it comes back.
///
/// # Errors
///
/// What the driver says.
pub async fn a_key_is_of_one_device(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let (one, other) = (make.device(), make.device());
    let key = |byte, seconds| DeviceKey {
        thumbprint: [byte; 32],
        point: vec![4; 65],
        bound_at: make.after(seconds),
        proved_at: make.after(seconds),
    };
    let mut tx = storage.write().await?;
    tx.add_device(&one).await?;
    tx.add_device(&other).await?;
    assert!(tx.device_by_key([1; 32]).await?.is_none());
    assert!(tx.put_device_key(one.id, &key(1, 0)).await?);
    assert!(tx.put_device_key(one.id, &key(1, 1)).await?, "again");
    assert!(!tx.put_device_key(one.id, &key(2, 2)).await?, "another key");
    assert!(!tx.put_device_key(other.id, &key(1, 2)).await?, "the key of another device");
    let traits = DeviceTraits {
        salt: [3; 32],
        hashes: [("zone".to_owned(), "AAAA".to_owned())].into(),
        changed_at: Some(make.after(3)),
    };
    tx.put_device_traits(one.id, &traits).await?;
    let first = DeviceKey { bound_at: make.after(0), ..key(1, 1) };
    let expected = Device { key: Some(first), traits: Some(traits), ..one };
    assert_same(&found(tx.device_by_key([1; 32]).await?)?, &expected);
    assert_eq!(found(tx.device(other.id).await?)?.key, None);
    let third = Device { id: make.device().id, cookie: make.hash(), key: Some(key(5, 1)), ..expected };
    tx.add_device(&third).await?;
    assert_same(&found(tx.device(third.id).await?)?, &third);
    Ok(())
}
