//! User-Agent Client Hints (checklist CH-1, CH-2): which ones pages ask for, and what a browser answers.
//!
//! They are claims. `Critical-CH` is not sent: browsers repeat the whole chain of redirects for it (decision 23).

use http::header::{CONTENT_TYPE, HeaderName, VARY};
use http::{HeaderMap, HeaderValue};

/// What pages ask for, beside what browsers send unasked.
const ASKED: HeaderValue = HeaderValue::from_static(
    "sec-ch-ua-platform-version, sec-ch-ua-full-version-list, sec-ch-ua-model, sec-ch-ua-arch, \
     sec-ch-ua-bitness, sec-ch-ua-form-factors",
);
const ACCEPT_CH: HeaderName = HeaderName::from_static("accept-ch");

/// Longest value that is read, in bytes; no honest one is longer.
const LONGEST: usize = 64;

/// What a browser says of itself. What is absent, empty or not well-formed says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientHints {
    /// "Android", "Windows", "macOS".
    pub platform: Option<String>,
    /// "15.0.0"; of Windows it is no version that people know.
    pub platform_version: Option<String>,
    /// "Pixel 8"; desktops have none.
    pub model: Option<String>,
}

impl ClientHints {
    /// Reads those of a request.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let read = |name: &str| {
            let mut lines = headers.get_all(name).iter();
            // Several lines make a list, which none of these is.
            let only = lines.next().filter(|_| lines.next().is_none())?;
            string(only.as_bytes()).filter(|text| !text.trim().is_empty())
        };
        Self {
            platform: read("sec-ch-ua-platform"),
            platform_version: read("sec-ch-ua-platform-version"),
            model: read("sec-ch-ua-model"),
        }
    }
}

/// A String of Structured Fields (RFC 9651 section 3.3.3), and nothing beside it.
fn string(bytes: &[u8]) -> Option<String> {
    let inner = bytes.trim_ascii().strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    let mut text = String::new();
    let mut rest = inner.iter().copied();
    while let Some(byte) = rest.next() {
        let char = match byte {
            b'\\' => rest.next().filter(|byte| matches!(byte, b'"' | b'\\'))?,
            b'"' => return None,
            b' '..=b'~' => byte,
            _ => return None,
        };
        text.push(char.into());
    }
    (text.len() <= LONGEST).then_some(text)
}

/// Asks for hints, on pages alone: a file of styles is the same for everybody.
pub(crate) fn ask(headers: &mut HeaderMap) {
    let page = headers.get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    if page && !headers.contains_key(ACCEPT_CH) {
        headers.insert(ACCEPT_CH, ASKED);
        headers.append(VARY, ASKED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_strictly() {
        assert_eq!(string(br#" "Pixel 8" "#).as_deref(), Some("Pixel 8"));
        assert_eq!(string(br#""a \"b\" \\""#).as_deref(), Some(r#"a "b" \"#));
        let long = format!("\"{}\"", "x".repeat(LONGEST + 1));
        for wrong in [
            "",
            "\"",
            "Pixel 8",
            "'Pixel 8'",
            "\"a\";b=1",
            "\"a\", \"b\"",
            "\"a\"b\"",
            r#""a\n""#,
            r#""a\""#,
            "\"\u{e9}\"",
            "\"a\tb\"",
            &long,
        ] {
            assert_eq!(string(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_empty_or_twice_says_nothing() {
        let mut headers = HeaderMap::new();
        headers.insert("sec-ch-ua-model", HeaderValue::from_static("\"\""));
        headers.insert("sec-ch-ua-platform", HeaderValue::from_static("\"Android\""));
        assert_eq!(
            ClientHints::of(&headers),
            ClientHints { platform: Some("Android".into()), ..ClientHints::default() }
        );
        headers.append("sec-ch-ua-platform", HeaderValue::from_static("\"Windows\""));
        assert_eq!(ClientHints::of(&headers), ClientHints::default());
    }

    #[test]
    fn pages_ask_and_files_do_not() {
        let mut page = HeaderMap::from_iter([
            (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (VARY, HeaderValue::from_static("accept-encoding")),
        ]);
        ask(&mut page);
        ask(&mut page);
        assert!(page[ACCEPT_CH].to_str().unwrap().contains("sec-ch-ua-model"));
        assert_eq!(page.get_all(VARY).iter().count(), 2, "beside what was there, once");
        assert!(!page.contains_key("critical-ch"));
        let mut file = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("text/css"))]);
        ask(&mut file);
        assert_eq!(file.len(), 1);
    }
}
