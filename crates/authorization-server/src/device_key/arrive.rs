//! Which device somebody signs in on.
//!
//! A key says more than a cookie. Whoever shows the key of a device is that device, whatever became of its
//! cookie. Whoever shows the cookie of a device that has a key, and not the key, is another device: a record of
//! its own, which remembers what it claimed to be. Nothing is taken from the device itself, or a copied cookie
//! would do to take its owner's access away (invariant 9).

use http::HeaderValue;
use leasehold_domain::device::{Device, KeyLoss, Succession};
use leasehold_domain::{PlainToken, TokenKind, UserId};
use leasehold_http_kit::cookies;
use leasehold_storage::{Result, StorageError, Transaction};

use super::bind::bind;
use super::proof::{Proved, is_that_device};
use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::recognition::{known_device, new_device, recognise};

/// The device, and how it came to be it.
pub(crate) struct Arrived {
    pub(crate) device: Device,
    /// The cookie to set.
    pub(crate) cookie: Option<HeaderValue>,
    /// The device whose cookie it showed without its key.
    pub(crate) succeeds: Option<Succession>,
}

/// Finds or makes the device of a browser in which `user` signs in, and binds its key: the first one that a device
/// shows is its own from then on, if it is shown by somebody who has used it before or if nobody has.
pub(crate) async fn arrive(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    browser: &Browser,
    user: UserId,
    proved: Option<&Proved>,
) -> Result<Arrived> {
    let by_cookie = known_device(server, tx, browser).await?;
    let by_key = match proved {
        Some(proved) => tx.device_by_key(proved.thumbprint()).await?,
        None => None,
    };
    let (device, cookie, succeeds) = match (by_key, by_cookie) {
        (Some(own), Some(shown)) if own.id == shown.id => {
            let (device, cookie) = recognise(server, tx, browser).await?;
            (device, cookie, None)
        }
        (Some(own), _) => {
            let cookie = give_back(server, tx, &own).await?;
            (own, cookie, None)
        }
        (None, Some(shown)) if !is_that_device(&shown, proved) => {
            let loss = if proved.is_some() { KeyLoss::Changed } else { KeyLoss::Lost };
            let (device, cookie) = new_device(server, tx, browser).await?;
            (device, Some(cookie), Some(Succession { device: shown.id, loss }))
        }
        (None, Some(shown)) if proved.is_some() && is_others(tx, &shown, user).await? => {
            let (device, cookie) = new_device(server, tx, browser).await?;
            (device, Some(cookie), None)
        }
        (None, _) => {
            let (device, cookie) = recognise(server, tx, browser).await?;
            (device, cookie, None)
        }
    };
    if let Some(proved) = proved
        && !bind(server, tx, &device, proved).await?
    {
        return Err(StorageError::inconsistent("a device got a second key"));
    }
    Ok(Arrived { device, cookie, succeeds })
}

/// Whether the device is known to other people only. Their key to it is not for a stranger's account to bind, or a
/// copied cookie and any account would shut them out of their own device.
async fn is_others(tx: &mut dyn Transaction, device: &Device, user: UserId) -> Result<bool> {
    let trusts = tx.trusts_of(device.id).await?;
    Ok(device.key.is_none() && !trusts.is_empty() && trusts.iter().all(|trust| trust.user != user))
}

/// A new cookie for a device that lost its own, or shows another's.
async fn give_back(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    device: &Device,
) -> Result<Option<HeaderValue>> {
    let fresh = PlainToken::generate(TokenKind::Device, server.entropy.as_ref());
    let rotated = tx.rotate_device(device.id, device.cookie, fresh.hashed(), server.now()).await?;
    Ok(rotated.then(|| cookies::DEVICE.set(fresh.expose())))
}
