//! The cookies of design section 7: written with one set of attributes, read with one rule.

use std::time::Duration;

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

/// When a cookie travels with requests that another site started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameSite {
    /// On top-level navigation.
    Lax,
    /// Never.
    Strict,
}

/// One cookie of ours. Its wire name carries the prefix `__Host-Http-`, which browsers accept only with
/// `Secure`, `Path=/`, no `Domain`, and from a header rather than a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CookieSpec {
    /// Name as the browser sends it.
    pub name: &'static str,
    /// The attribute.
    pub same_site: SameSite,
    /// How long the browser keeps it; the record behind it may end earlier.
    pub max_age: Duration,
}

const DAY: u64 = 24 * 60 * 60;

/// Session of the issuer.
pub const ISSUER_SESSION: CookieSpec = lax("__Host-Http-lh_sid", 30 * DAY);
/// Device of the issuer, rotated with grace.
pub const DEVICE: CookieSpec = lax("__Host-Http-lh_dev", 365 * DAY);
/// Binds a sign-in in progress at the issuer to its browser.
pub const TRANSACTION: CookieSpec = lax("__Host-Http-lh_txn", 10 * 60);
/// Session of an app.
pub const APP_SESSION: CookieSpec = CookieSpec {
    name: "__Host-Http-lh_bff",
    same_site: SameSite::Strict,
    max_age: Duration::from_secs(30 * DAY),
};
/// Given with each proof of the key that an app's session is bound to; whoever copied the session's cookie alone
/// cannot ride on the proofs of its owner.
pub const APP_PROOF: CookieSpec = CookieSpec {
    name: "__Host-Http-lh_key",
    same_site: SameSite::Strict,
    max_age: Duration::from_secs(5 * 60),
};
/// Binds a sign-in in progress at an app to its browser (checklist BF-3).
pub const APP_LOGIN: CookieSpec = lax("__Host-Http-lh_login", 10 * 60);

const fn lax(name: &'static str, seconds: u64) -> CookieSpec {
    CookieSpec { name, same_site: SameSite::Lax, max_age: Duration::from_secs(seconds) }
}

impl CookieSpec {
    /// Value of a `Set-Cookie` header. Values are our tokens (base64url); anything that would need quoting
    /// clears the cookie instead, so that no text from outside ever becomes an attribute.
    #[must_use]
    pub fn set(&self, value: &str) -> HeaderValue {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
        if value.is_empty() || !value.bytes().all(plain) {
            return self.clear();
        }
        self.header(value, self.max_age.as_secs())
    }

    /// Value of a `Set-Cookie` header that removes the cookie; same attributes, or the browser keeps it.
    #[must_use]
    pub fn clear(&self) -> HeaderValue {
        self.header("", 0)
    }

    /// The value that the browser sent. A name that occurs twice counts as absent: a sibling host may have
    /// tossed one of the two, and which is ours cannot be told.
    #[must_use]
    pub fn read<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
        let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut values = pairs.filter(|(name, _)| *name == self.name).map(|(_, value)| value);
        match (values.next(), values.next()) {
            (Some(value), None) if !value.is_empty() => Some(value),
            _ => None,
        }
    }

    fn header(&self, value: &str, seconds: u64) -> HeaderValue {
        let same_site = match self.same_site {
            SameSite::Lax => "Lax",
            SameSite::Strict => "Strict",
        };
        let name = self.name;
        let text =
            format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite={same_site}");
        HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(lines: &[&str]) -> HeaderMap {
        lines.iter().map(|line| (COOKIE, HeaderValue::from_str(line).unwrap())).collect()
    }

    #[test]
    fn attributes_are_complete() {
        assert_eq!(
            APP_SESSION.set("lhb_x-1").to_str().unwrap(),
            "__Host-Http-lh_bff=lhb_x-1; Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=Strict"
        );
        assert_eq!(
            TRANSACTION.clear().to_str().unwrap(),
            "__Host-Http-lh_txn=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"
        );
    }

    #[test]
    fn no_value_becomes_an_attribute() {
        assert_eq!(DEVICE.set("x; Domain=example.com"), DEVICE.clear());
        assert_eq!(DEVICE.set("x\r\nSet-Cookie: y=z"), DEVICE.clear());
    }

    #[test]
    fn a_tossed_cookie_counts_as_none() {
        let name = ISSUER_SESSION.name;
        let one = format!("a=b; {name}=mine;c=d");
        assert_eq!(ISSUER_SESSION.read(&sent(&[&one])), Some("mine"));
        assert_eq!(ISSUER_SESSION.read(&sent(&[&one, &format!("{name}=theirs")])), None);
        assert_eq!(ISSUER_SESSION.read(&sent(&[&format!("{name}=mine; {name}=mine")])), None);
        assert_eq!(ISSUER_SESSION.read(&sent(&["lh_sid=x", &format!("{name}=")])), None);
    }
}
