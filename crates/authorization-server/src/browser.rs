//! A person's browser at the issuer: its cookies, its address, and who is signed in in it.

use std::net::IpAddr;

use http::HeaderMap;
use http::request::Parts;
use leasehold_domain::facts::{Place, Quality};
use leasehold_domain::session::Session;
use leasehold_domain::{HashedToken, PlainToken, TokenKind};
use leasehold_http_kit::{ClientAddress, ClientHints, cookies};
use leasehold_storage::{Result, Transaction};

use crate::AuthorizationServer;
use crate::recognition;

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

    /// What it claims of its platform.
    pub(crate) fn hints(&self) -> ClientHints {
        ClientHints::of(&self.headers)
    }

    /// Where the browser is, as the authorization server itself sees it.
    pub(crate) fn place(&self, server: &AuthorizationServer) -> Place {
        server.locate(self.address, Quality::Observed).place
    }
}

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for Browser {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> std::result::Result<Self, Self::Rejection> {
        Ok(Self::of(parts))
    }
}

/// The live session of the browser's cookie. A browser that shows an old cookie of the session's device is a
/// copy of it as far as anybody can tell, and a stranger: for this request nobody is signed in.
pub(crate) async fn session(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    browser: &Browser,
) -> Result<Option<Session>> {
    let Some(cookie) = &browser.session else { return Ok(None) };
    let session = tx.session_by_cookie(cookie.hashed()).await?;
    let copied = recognition::copied_device(server, tx, browser).await?.map(|device| device.id);
    let mine = |session: &Session| session.is_live(server.now()) && copied != Some(session.device);
    Ok(session.filter(mine))
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
