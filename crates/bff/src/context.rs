//! The browser behind a request, as the API is told about it.

use std::net::IpAddr;

use http::header::{ACCEPT_LANGUAGE, HeaderName, USER_AGENT};
use http::request::Parts;
use http::{Extensions, HeaderMap};
use leasehold_http_kit::ClientAddress;

/// Address, user agent and languages of the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserContext {
    /// Its address, signed for the API in the context assertion.
    pub ip: IpAddr,
    /// Its `User-Agent`, cut at 512 characters.
    pub user_agent: Option<String>,
    /// What the API is asked to answer in: `Accept-Language` of the browser, unless the page chose another.
    pub languages: Option<String>,
}

impl BrowserContext {
    /// Reads the headers, and the address that `http_kit::address` put into the extensions.
    #[must_use]
    pub fn new(headers: &HeaderMap, extensions: &Extensions) -> Self {
        Self {
            ip: ClientAddress::of(extensions).0,
            user_agent: text(headers, &USER_AGENT),
            languages: text(headers, &ACCEPT_LANGUAGE),
        }
    }

    /// The same from the parts of a request.
    #[must_use]
    pub fn of(parts: &Parts) -> Self {
        Self::new(&parts.headers, &parts.extensions)
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name).and_then(|value| value.to_str().ok())?;
    Some(value.chars().take(512).collect())
}
