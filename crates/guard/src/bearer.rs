//! Takes the token out of a request (OAuth 2.1 "bearer token requests", checklist SU-9 and SU-12).

use http::HeaderMap;
use http::header::AUTHORIZATION;
use leasehold_http_kit::urlencoded;

/// What a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presented<'a> {
    /// No bearer token in the header; one in the query does not count.
    Nothing,
    /// Two tokens, or a header that is not well-formed.
    Malformed,
    /// One token.
    Token(&'a str),
}

/// Looks at the header and, to refuse doubles, at the query.
pub(crate) fn presented<'a>(headers: &'a HeaderMap, query: Option<&str>) -> Presented<'a> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = match (values.next(), values.next()) {
        (None, _) => return Presented::Nothing,
        (Some(_), Some(_)) => return Presented::Malformed,
        (Some(value), None) => value,
    };
    let Ok(value) = value.to_str() else { return Presented::Malformed };
    let (scheme, rest) = value.split_once(' ').unwrap_or((value, ""));
    if !scheme.eq_ignore_ascii_case("Bearer") {
        return Presented::Nothing;
    }
    let token = rest.trim_matches(' ');
    if !is_b64token(token) || query.is_some_and(names_a_token) {
        return Presented::Malformed;
    }
    Presented::Token(token)
}

/// `b64token` of RFC 6750 section 2.1.
fn is_b64token(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    !body.is_empty() && body.bytes().all(plain)
}

fn names_a_token(query: &str) -> bool {
    urlencoded::pairs(query.as_bytes()).map_or_else(
        |_| query.contains("access_token"),
        |pairs| pairs.iter().any(|(n, _)| n == "access_token"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str], query: Option<&str>) -> String {
        let headers = lines.iter().map(|line| (AUTHORIZATION, line.parse().unwrap())).collect();
        format!("{:?}", presented(&headers, query))
    }

    #[test]
    fn one_token_in_one_place() {
        assert_eq!(read(&["Bearer abc"], Some("page=2")), "Token(\"abc\")");
        assert_eq!(read(&["bEARER abc=="], None), "Token(\"abc==\")");
        for absent in [&[][..], &["Basic YTpi"], &["DPoP abc"], &["abc"]] {
            assert_eq!(read(absent, Some("access_token=abc")), "Nothing", "{absent:?}");
        }
        for bad in
            [&["Bearer a b"][..], &["Bearer"], &["Bearer "], &["Bearer a\"b"], &["Bearer a", "Bearer a"]]
        {
            assert_eq!(read(bad, None), "Malformed", "{bad:?}");
        }
        for query in ["access_token=abc", "x=1&access%5Ftoken=abc", "access_token=%"] {
            assert_eq!(read(&["Bearer abc"], Some(query)), "Malformed", "{query}");
        }
    }
}
