//! Recognises the device behind a browser by its cookie, and tells a copy of that cookie.

use http::HeaderValue;
use leasehold_context::{NameHints, device_name};
use leasehold_domain::device::{Device, DeviceTrust, Succession, TrustState};
use leasehold_domain::hold::Subject;
use leasehold_domain::log::{Change, Initiator, LogEntry};
use leasehold_domain::signal::SignalKind;
use leasehold_domain::{DeviceId, PlainToken, TokenKind, UserId};
use leasehold_http_kit::cookies;
use leasehold_storage::{CookieMatch, Result, Transaction};

use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::config::limits;
use crate::leases::apply::{Cause, blank};
use crate::signals::{self, Noticed};

/// The device of the browser's cookie, without making one.
pub(crate) async fn known_device(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    browser: &Browser,
) -> Result<Option<Device>> {
    Ok(shown_device(server, tx, browser).await?.and_then(|(device, copied)| (!copied).then_some(device)))
}

/// The device whose old cookie the browser shows, as a copy would.
pub(crate) async fn copied_device(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    browser: &Browser,
) -> Result<Option<Device>> {
    Ok(shown_device(server, tx, browser).await?.and_then(|(device, copied)| copied.then_some(device)))
}

/// The device of the browser's cookie, and whether the cookie is an old one. Right after a rotation that is
/// normal: the answer may have been lost.
async fn shown_device(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    browser: &Browser,
) -> Result<Option<(Device, bool)>> {
    let Some(cookie) = &browser.device else { return Ok(None) };
    let found = tx.device_by_cookie(cookie.hashed()).await?;
    Ok(found.map(|(device, which)| {
        let grace = server.now() < device.rotated_at + limits::DEVICE_COOKIE_GRACE;
        (device, which == CookieMatch::Previous && !grace)
    }))
}

/// Writes down that an old cookie was shown: a signal on the device, once after each rotation, and an entry
/// in the log of everybody who uses it. It takes nothing from anybody, since no one had to prove anything to
/// send it (invariant 9).
pub(crate) async fn note_copy(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    browser: &Browser,
) -> Result<()> {
    let now = server.now();
    let Some(device) = copied_device(server, tx, browser).await? else { return Ok(()) };
    if !tx.note_cookie_reuse(device.id, now).await? {
        return Ok(());
    }
    tracing::warn!(device = %device.id, "an old device cookie was shown again, as a copy would be");
    for trust in tx.trusts_of(device.id).await? {
        let subject = Subject { device: Some(device.id), ..Subject::user(trust.user) };
        let facts = serde_json::json!({ "place": browser.place(server), "rotated_at": device.rotated_at });
        let cause = Cause::act(Initiator::System, facts);
        let entry = blank(server, now, subject, Change::DeviceTrust, &cause);
        tx.append(&LogEntry { rule: "device_cookie_reused".to_owned(), ..entry }).await?;
        // Where the device has a key its cookie is worth nothing, and whoever shows an old one is nobody.
        if device.key.is_none() {
            let noticed = Noticed::about(trust.user, SignalKind::CookieReused).on_device(device.id);
            signals::note(server, tx, noticed).await?;
        }
    }
    Ok(())
}

/// The device of a browser in which somebody is signing in, made if need be, and the cookie to set.
pub(crate) async fn recognise(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    browser: &Browser,
) -> Result<(Device, Option<HeaderValue>)> {
    let now = server.now();
    if let Some(device) = known_device(server, tx, browser).await? {
        let fresh = PlainToken::generate(TokenKind::Device, server.entropy.as_ref());
        // Due, or the answer to the last rotation was lost on its way.
        let shown = browser.device.as_ref().map(PlainToken::hashed);
        let due = now >= device.rotated_at + limits::DEVICE_COOKIE_ROTATION || shown != Some(device.cookie);
        let rotated = due && tx.rotate_device(device.id, device.cookie, fresh.hashed(), now).await?;
        return Ok((device, rotated.then(|| cookies::DEVICE.set(fresh.expose()))));
    }
    let (device, cookie) = new_device(server, tx, browser).await?;
    Ok((device, Some(cookie)))
}

/// A device that nobody has seen before, and its cookie.
pub(crate) async fn new_device(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    browser: &Browser,
) -> Result<(Device, HeaderValue)> {
    let now = server.now();
    let fresh = PlainToken::generate(TokenKind::Device, server.entropy.as_ref());
    let hints = browser.hints();
    let hints =
        NameHints { platform_version: hints.platform_version.as_deref(), model: hints.model.as_deref() };
    let name = device_name(&browser.user_agent, hints);
    let device = Device {
        id: DeviceId::generate(now, server.entropy.as_ref()),
        cookie: fresh.hashed(),
        previous_cookie: None,
        rotated_at: now,
        name: name.name,
        mobile: name.mobile,
        first_seen: now,
        cookie_reused_at: None,
        key: None,
        traits: None,
    };
    tx.add_device(&device).await?;
    Ok((device, cookies::DEVICE.set(fresh.expose())))
}

/// Notes that a person uses a device; a first meeting makes it `new`, or trusted where the installation
/// trusts first browsers (demo mode). `succeeds` is the device that it claimed to be without its key.
pub(crate) async fn meet(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    user: UserId,
    device: DeviceId,
    succeeds: Option<Succession>,
) -> Result<DeviceTrust> {
    let now = server.now();
    // Of a device that this person never used it is no successor for them.
    let succeeds = match succeeds {
        Some(earlier) if tx.trust(user, earlier.device).await?.is_some() => Some(earlier),
        _ => None,
    };
    let known = tx.trust(user, device).await?;
    let trust = match known {
        Some(trust) => DeviceTrust { last_seen: now, ..trust },
        None => {
            let first = server.config.first_browser_trusted && tx.trusts(user).await?.is_empty();
            let until = now + server.config.device_trust;
            let state = if first { TrustState::Trusted { since: now, until } } else { TrustState::New };
            DeviceTrust {
                user,
                device,
                state,
                first_seen: now,
                first_session: None,
                last_seen: now,
                confirmed_by: None,
                succeeds,
            }
        }
    };
    tx.put_trust(&trust).await?;
    Ok(trust)
}
