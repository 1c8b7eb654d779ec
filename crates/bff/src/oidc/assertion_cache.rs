//! Context assertions that are still young enough to be sent again.
//!
//! A guard answers from its cache at once for an assertion that it has seen, and has to check the signature of any other.
//! Sending the same one again makes the next request cheap.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use leasehold_domain::Time;
use sha2::{Digest as _, Sha256};

use crate::BrowserContext;

/// How old an assertion may be to be sent again, in seconds: well under its 30.
const FRESH: i64 = 20;
/// How many are kept.
const MOST: usize = 4096;

/// Assertions by token and browser.
#[derive(Debug, Default)]
pub(crate) struct AssertionCache(Mutex<BTreeMap<[u8; 32], (i64, String)>>);

impl AssertionCache {
    /// The assertion for this token and browser: a young one, or a new one of `make`.
    pub(super) fn get_or<E>(
        &self,
        access_token: &str,
        client: &BrowserContext,
        key_at: Option<Time>,
        now: i64,
        make: impl FnOnce() -> Result<String, E>,
    ) -> Result<String, E> {
        let key = key(access_token, client, key_at);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((signed_at, assertion)) = kept.get(&key)
            && (*signed_at..*signed_at + FRESH).contains(&now)
        {
            return Ok(assertion.clone());
        }
        let assertion = make()?;
        kept.retain(|_, (signed_at, _)| (*signed_at..*signed_at + FRESH).contains(&now));
        if kept.len() < MOST {
            kept.insert(key, (now, assertion.clone()));
        }
        Ok(assertion)
    }
}

fn key(access_token: &str, client: &BrowserContext, key_at: Option<Time>) -> [u8; 32] {
    let key_at = key_at.map(|at| at.timestamp().to_string()).unwrap_or_default();
    let agent = client.user_agent.as_deref().unwrap_or_default();
    let mut digest = Sha256::new();
    for part in [access_token, &client.ip.to_string(), agent, &key_at] {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::convert::Infallible;

    use super::*;

    #[test]
    fn one_is_sent_again_for_the_same_token_and_browser_only() {
        let cache = AssertionCache::default();
        let signed = Cell::new(0);
        let get = |token: &str, ip: [u8; 4], now| {
            let client = BrowserContext { ip: ip.into(), user_agent: None, languages: None };
            let make = || {
                signed.set(signed.get() + 1);
                Ok::<_, Infallible>(signed.get().to_string())
            };
            cache.get_or(token, &client, None, now, make).unwrap()
        };
        assert_eq!(get("a", [192, 0, 2, 1], 100), "1");
        assert_eq!(get("a", [192, 0, 2, 1], 119), "1");
        assert_eq!(get("a", [192, 0, 2, 2], 119), "2", "another address");
        assert_eq!(get("b", [192, 0, 2, 1], 119), "3", "another token");
        assert_eq!(get("a", [192, 0, 2, 1], 120), "4", "too old");
        assert_eq!(get("a", [192, 0, 2, 1], 90), "5", "a clock that was set back");
    }
}
