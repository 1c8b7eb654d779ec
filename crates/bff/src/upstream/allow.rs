//! The allow-list: which method and path of which API may be called (checklist BF-10).

use http::Method;

use crate::{BffError, Upstream};

impl Upstream {
    /// The address of an allowed call. `target` is a path with an optional query, as it came.
    ///
    /// Paths are not repaired but refused: with only plain characters and no empty or dot segments there is
    /// one way to read them, here and behind.
    pub(crate) fn allowed(&self, method: &Method, target: &str) -> Result<String, BffError> {
        let (path, query) =
            target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        let segments = segments(path).ok_or(BffError::NotAllowed)?;
        let listed = self.endpoints.iter().any(|endpoint| {
            endpoint.method == *method
                && endpoint.path.strip_prefix('/').is_some_and(|pattern| {
                    let pattern: Vec<&str> = pattern.split('/').collect();
                    pattern.len() == segments.len()
                        && pattern.iter().zip(&segments).all(|(want, have)| want == have || *want == "{}")
                })
        });
        let clean = |query: &str| query.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
        match (listed, query) {
            (true, None) => Ok(format!("{}{path}", self.base_url)),
            (true, Some(query)) if clean(query) => Ok(format!("{}{path}?{query}", self.base_url)),
            _ => Err(BffError::NotAllowed),
        }
    }
}

fn segments(path: &str) -> Option<Vec<&str>> {
    let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b':');
    let fine = |segment: &&str| {
        !segment.is_empty() && *segment != "." && *segment != ".." && segment.bytes().all(plain)
    };
    segments.iter().all(fine).then_some(segments)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Endpoint;

    fn bank() -> Upstream {
        Upstream {
            prefix: "bank".into(),
            base_url: "http://127.0.0.1:8090".into(),
            endpoints: vec![
                Endpoint::new(Method::GET, "/v1/accounts"),
                Endpoint::new(Method::POST, "/v1/payments"),
                Endpoint::new(Method::GET, "/v1/payments/{}"),
            ],
        }
    }

    #[test]
    fn listed_calls_pass() {
        let bank = bank();
        assert_eq!(bank.allowed(&Method::GET, "/v1/accounts").unwrap(), "http://127.0.0.1:8090/v1/accounts");
        assert!(bank.allowed(&Method::GET, "/v1/payments/p_1?from=x%2F").is_ok());
    }

    #[test]
    fn relay_path_tricks_are_refused() {
        let bank = bank();
        for path in [
            "",
            "/",
            "v1/accounts",
            "/v1/accounts/",
            "//v1/accounts",
            "/v1//accounts",
            "/v1/./accounts",
            "/v1/payments/..",
            "/v1/payments/%2e%2e",
            "/v1/payments/a%2fb",
            "/v1/payments/a%5cb",
            "/v1/payments/a\\b",
            "/v1/payments/a;b",
            "/v1/payments/a%00",
            "/v1/payments/{}",
            "/v1/payments/a/b",
            "/V1/accounts",
            "/v1/accounts#x",
            "/v1/accounts?a=#b",
            "/v1/accounts?a b",
            "@evil.example/v1/accounts",
            "/v1/accounts%3f",
        ] {
            assert!(bank.allowed(&Method::GET, path).is_err(), "{path}");
        }
        assert!(bank.allowed(&Method::DELETE, "/v1/accounts").is_err());
        assert!(bank.allowed(&Method::POST, "/v1/accounts").is_err());
    }
}
