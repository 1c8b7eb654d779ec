//! A person's browser at the issuer: its cookies, its address, and the device it is recognised as.

use std::net::IpAddr;

use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use leasehold_context::device_name;
use leasehold_domain::device::{Device, DeviceTrust, TrustState};
use leasehold_domain::facts::{Place, Quality};
use leasehold_domain::session::Session;
use leasehold_domain::{DeviceId, HashedToken, PlainToken, TokenKind, UserId};
use leasehold_http_kit::{ClientAddress, cookies};
use leasehold_storage::{CookieMatch, Result, Transaction};

use crate::AuthorizationServer;
use crate::config::limits;

/// What a request to an issuer page says about its browser.
#[derive(Clone, Debug)]
pub struct Browser {
    pub(crate) session: Option<PlainToken>,
    pub(crate) device: Option<PlainToken>,
    pub(crate) transaction: Option<PlainToken>,
    pub(crate) address: IpAddr,
    pub(crate) user_agent: String,
    pub(crate) headers: HeaderMap,
}

impl Browser {
    /// Reads cookies, address and user agent. A cookie that is not of ours is no cookie.
    #[must_use]
    pub fn of(parts: &Parts) -> Self {
        let read = |spec: &cookies::CookieSpec, kind| {
            spec.read(&parts.headers).and_then(|value| PlainToken::parse(kind, value).ok())
        };
        let agent = parts.headers.get(http::header::USER_AGENT).and_then(|value| value.to_str().ok());
        Self {
            session: read(&cookies::ISSUER_SESSION, TokenKind::Session),
            device: read(&cookies::DEVICE, TokenKind::Device),
            transaction: read(&cookies::TRANSACTION, TokenKind::Transaction),
            address: ClientAddress::of(&parts.extensions).0,
            user_agent: agent.unwrap_or_default().chars().take(512).collect(),
            headers: parts.headers.clone(),
        }
    }

    /// Where the browser is, as the authorization server itself sees it.
    pub(crate) fn place(&self, server: &AuthorizationServer) -> Place {
        server.geo.place(self.address, Quality::Observed)
    }
}

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for Browser {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> std::result::Result<Self, Self::Rejection> {
        Ok(Self::of(parts))
    }
}

/// The live session of the browser's cookie.
pub(crate) async fn session(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    browser: &Browser,
) -> Result<Option<Session>> {
    let Some(cookie) = &browser.session else { return Ok(None) };
    let session = tx.session_by_cookie(cookie.hashed()).await?;
    Ok(session.filter(|session| session.is_live(server.now())))
}

/// The device of the browser's cookie, without making one.
pub(crate) async fn known_device(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    browser: &Browser,
) -> Result<Option<Device>> {
    let Some(cookie) = &browser.device else { return Ok(None) };
    Ok(match tx.device_by_cookie(cookie.hashed()).await? {
        Some((device, CookieMatch::Current)) => Some(device),
        // Right after a rotation an answer may have been lost; later an old value is the sign of a copy,
        // and whoever shows it is a stranger.
        Some((device, CookieMatch::Previous))
            if server.now() < device.rotated_at + limits::DEVICE_COOKIE_GRACE =>
        {
            Some(device)
        }
        Some((device, CookieMatch::Previous)) => {
            tracing::warn!(device = %device.id, "an old device cookie was shown again, as a copy would be");
            None
        }
        None => None,
    })
}

/// The device of a browser in which somebody is signing in, made if need be, and the cookie to set.
pub(crate) async fn recognise(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    browser: &Browser,
) -> Result<(Device, Option<HeaderValue>)> {
    let now = server.now();
    let fresh = PlainToken::generate(TokenKind::Device, server.entropy.as_ref());
    if let Some(device) = known_device(server, tx, browser).await? {
        // Due, or the answer to the last rotation was lost on its way.
        let shown = browser.device.as_ref().map(PlainToken::hashed);
        let due = now >= device.rotated_at + limits::DEVICE_COOKIE_ROTATION || shown != Some(device.cookie);
        let rotated = due && tx.rotate_device(device.id, device.cookie, fresh.hashed(), now).await?;
        return Ok((device, rotated.then(|| cookies::DEVICE.set(fresh.expose()))));
    }
    let name = device_name(&browser.user_agent);
    let device = Device {
        id: DeviceId::generate(now, server.entropy.as_ref()),
        cookie: fresh.hashed(),
        previous_cookie: None,
        rotated_at: now,
        name: name.name,
        mobile: name.mobile,
        first_seen: now,
    };
    tx.add_device(&device).await?;
    Ok((device, Some(cookies::DEVICE.set(fresh.expose()))))
}

/// Notes that a person uses a device; a first meeting makes it `new`, or trusted where the installation
/// trusts first browsers (demo mode).
pub(crate) async fn meet(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    user: UserId,
    device: DeviceId,
) -> Result<DeviceTrust> {
    let now = server.now();
    let known = tx.trust(user, device).await?;
    let trust = match known {
        Some(trust) => DeviceTrust { last_seen: now, ..trust },
        None => {
            let first = server.config.first_browser_trusted && tx.trusts(user).await?.is_empty();
            let until = now + server.config.device_trust;
            let state = if first { TrustState::Trusted { since: now, until } } else { TrustState::New };
            DeviceTrust { user, device, state, first_seen: now, last_seen: now, confirmed_by: None }
        }
    };
    tx.put_trust(&trust).await?;
    Ok(trust)
}

/// A token that only this browser and this authorization request have: hidden in their forms.
pub(crate) fn csrf(server: &AuthorizationServer, browser: HashedToken, subject: &str) -> String {
    use base64::Engine as _;
    let bound = [browser.as_bytes().as_slice(), subject.as_bytes()].concat();
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(server.master_key.keyed_hash("csrf", &bound))
}

/// Whether a form carries the token of its page, and was sent from a page of ours.
pub(crate) fn is_own_form(
    server: &AuthorizationServer,
    headers: &HeaderMap,
    given: Option<&str>,
    expected: &str,
) -> bool {
    use subtle::ConstantTimeEq as _;
    let own = leasehold_http_kit::fetch_site::OwnOrigin::new(server.config.issuer.as_str());
    let equal: bool = given.unwrap_or_default().as_bytes().ct_eq(expected.as_bytes()).into();
    equal && own.check(headers).is_ok()
}
