//! Where a person comes back to: a path of this origin, never an address (checklist BF-9).

use serde::{Deserialize, Serialize};

/// A path, perhaps with a query, that every URL parser reads as one of this origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ReturnTo(String);

impl ReturnTo {
    /// The start page.
    pub(crate) fn home() -> Self {
        Self("/".into())
    }

    /// Takes the path, or gives `None` for anything that could leave the origin or loop into sign-in.
    ///
    /// Browsers drop tabs and newlines, read `\` as `/`, and read `//` as the start of a host.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let path = text.split('?').next().unwrap_or_default();
        let harmless =
            |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>' | b'#');
        let segments = path.strip_prefix('/')?.split('/').collect::<Vec<_>>();
        let (last, before) = segments.split_last()?;
        let plain =
            |segment: &str| segment != "." && segment != ".." && !segment.to_ascii_lowercase().contains("%2");
        let ok = text.len() <= 2048
            && text.bytes().all(harmless)
            && before.iter().all(|segment| !segment.is_empty() && plain(segment))
            && plain(last)
            && segments.first() != Some(&"auth");
        ok.then(|| Self(text.to_owned()))
    }

    /// The path, or the start page.
    pub(crate) fn or_home(text: Option<&str>) -> Self {
        text.and_then(Self::parse).unwrap_or_else(Self::home)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Without its query.
    pub(crate) fn path(&self) -> &str {
        self.0.split('?').next().unwrap_or_default()
    }

    /// The same place with one more parameter; `name` and `value` are words of ours.
    pub(crate) fn with(&self, name: &str, value: &str) -> String {
        let separator = if self.0.contains('?') { '&' } else { '?' };
        format!("{}{separator}{name}={value}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    #[test]
    fn open_redirects_are_refused() {
        for bad in [
            "",
            "evil.example",
            "https://evil.example",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/ /evil",
            "javascript:alert(1)",
            "/a//b",
            "/./b",
            "/a/../..//evil.example",
            "/..//evil.example",
            "/%2e%2e//evil",
            "/%2F%2Fevil.example",
            "/%5Cevil\\",
            "/a\u{202e}",
            "/\"><script>",
            "/auth/logout",
            "/auth",
            "/a#fragment",
            "@evil.example",
        ] {
            assert_eq!(ReturnTo::parse(bad), None, "{bad:?}");
        }
        assert_eq!(ReturnTo::parse(&format!("/{}", "a".repeat(3000))), None);
    }

    #[test]
    fn paths_of_ours_stay_on_the_origin() {
        let base = Url::parse("http://app.localhost:8080/auth/landing").unwrap();
        for good in ["/", "/access", "/payments/p_1?from=x&to=//y", "/a/", "/a?next=https://evil.example"] {
            let parsed = ReturnTo::parse(good).unwrap();
            assert_eq!(base.join(parsed.as_str()).unwrap().origin(), base.origin(), "{good}");
        }
        assert_eq!(ReturnTo::home().with("error", "denied"), "/?error=denied");
    }
}
