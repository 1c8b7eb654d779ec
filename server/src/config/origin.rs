use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Deserializer};
use url::Url;

/// Scheme, host and port, written as browsers write them: `https://auth.example.org`,
/// `http://app.localhost:8080`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    text: String,
    scheme_end: usize,
    host: String,
}

impl Origin {
    /// Reads an origin.
    ///
    /// # Errors
    ///
    /// What is wrong with it: another scheme than HTTP, a path, upper case, a default port written out.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("{text} is no URL: {error}"))?;
        let host = url.host_str().unwrap_or_default().to_owned();
        if !matches!(url.scheme(), "http" | "https") || host.is_empty() {
            return Err(format!("{text} must begin with https:// or http:// and a host"));
        }
        let canonical = url.origin().ascii_serialization();
        if canonical != text {
            return Err(format!("{text} must be an origin, written {canonical}"));
        }
        Ok(Self { text: canonical, scheme_end: url.scheme().len(), host })
    }

    /// The whole origin.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Host without port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Host and port as in a `Host` header.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.text[self.scheme_end + "://".len()..]
    }

    /// Whether browsers reach it over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.text.starts_with("https:")
    }

    /// Whether it can only be reached from the machine itself.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback_host(&self.host)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Origin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// `localhost`, a name below it (RFC 6761 section 6.3), or a loopback address.
#[must_use]
pub fn is_loopback_host(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        let origin = Origin::parse("http://app.localhost:8080").unwrap();
        assert_eq!((origin.host(), origin.authority()), ("app.localhost", "app.localhost:8080"));
        assert!(origin.is_loopback() && !origin.is_https());
        for bad in [
            "https://auth.example.org/",
            "https://auth.example.org/path",
            "https://AUTH.example.org",
            "https://auth.example.org:443",
            "https://user@auth.example.org",
            "ftp://auth.example.org",
            "auth.example.org",
            "",
        ] {
            assert!(Origin::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_the_machine_itself_is_loopback() {
        for host in ["localhost", "a.b.localhost", "127.0.0.1", "127.9.9.9", "[::1]"] {
            assert!(is_loopback_host(host), "{host}");
        }
        for host in ["localhost.example.org", "notlocalhost", "10.0.0.1", "[::2]", ""] {
            assert!(!is_loopback_host(host), "{host}");
        }
    }
}
