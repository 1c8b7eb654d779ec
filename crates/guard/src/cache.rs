//! Answers kept for a moment, never longer than an event allows.
//!
//! An answer holds for exactly the context it was asked with: the key covers the token and everything the
//! guard said about the request, the signed assertion included. A forged assertion therefore never meets
//! an answer that a genuine one obtained, although the guard itself cannot tell the two apart.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use leasehold_domain::HashedToken;
use leasehold_oauth_types::event::GrantEvent;
use leasehold_oauth_types::introspection::{ActiveToken, ContextParameter, Introspection};
use sha2::{Digest as _, Sha256};

use crate::GuardConfig;
use crate::marks::Marks;

/// How long a negative answer is kept at most (checklist IN-12).
const NEGATIVE_MS: i64 = 5_000;

/// Token and context, hashed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    token: [u8; 32],
    context: [u8; 32],
}

impl Key {
    pub(crate) fn new(token: &HashedToken, context: &ContextParameter) -> Self {
        let context = serde_json::to_vec(context).unwrap_or_default();
        Self { token: *token.as_bytes(), context: Sha256::digest(&context).into() }
    }
}

/// An answer that can be shared by many requests.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// The token is good for nothing.
    Inactive,
    /// The token is known.
    Active(Arc<ActiveToken>),
}

impl From<Introspection> for Answer {
    fn from(answer: Introspection) -> Self {
        match answer {
            Introspection::Inactive => Self::Inactive,
            Introspection::Active(token) => Self::Active(token.into()),
        }
    }
}

#[derive(Clone)]
struct Entry {
    answer: Answer,
    until_ms: i64,
}

/// The kept answers and the marks they are measured against.
pub(crate) struct Cache {
    entries: moka::sync::Cache<Key, Entry>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    marks: Marks,
    generation: u64,
}

impl Cache {
    pub(crate) fn new(entries: u64) -> Self {
        Self { entries: moka::sync::Cache::new(entries), state: Mutex::default() }
    }

    /// A kept answer that is neither too old nor overtaken.
    pub(crate) fn get(&self, key: &Key, now_ms: i64) -> Option<Answer> {
        let entry = self.entries.get(key)?;
        if entry.until_ms <= now_ms || self.state().overtook(&entry.answer) {
            self.entries.invalidate(key);
            return None;
        }
        Some(entry.answer)
    }

    /// Changes with every flush; to be read before the issuer is asked.
    pub(crate) fn generation(&self) -> u64 {
        self.state().generation
    }

    /// Keeps an answer. `false` means that it must not be used at all: an event overtook it, or the stream
    /// was interrupted since the question.
    #[must_use]
    pub(crate) fn put(&self, key: Key, answer: Answer, generation: u64, now_ms: i64, ttl: Duration) -> bool {
        let ttl = i64::try_from(ttl.min(GuardConfig::TTL_LIMIT).as_millis()).unwrap_or(0);
        let until_ms = match &answer {
            Answer::Inactive => now_ms.saturating_add(ttl.min(NEGATIVE_MS)),
            Answer::Active(token) => now_ms
                .saturating_add(ttl)
                .min(token.exp.saturating_mul(1000))
                .min(token.decision_exp.saturating_mul(1000)),
        };
        // Under the lock, so that no event fits between the check and the insertion.
        let state = self.state();
        if state.generation != generation || state.overtook(&answer) {
            return false;
        }
        if until_ms > now_ms {
            self.entries.insert(key, Entry { answer, until_ms });
        }
        true
    }

    /// Takes an event: every older answer about its grant is void from now on.
    pub(crate) fn raise(&self, event: &GrantEvent, now_ms: i64) {
        let remembered = self.state().marks.raise(event, now_ms);
        if !remembered {
            self.flush();
        }
    }

    /// Voids everything, answers on their way included.
    pub(crate) fn flush(&self) {
        let mut state = self.state();
        state.generation += 1;
        state.marks.clear();
        self.entries.invalidate_all();
    }

    /// Whether an answer of this version would be refused.
    #[cfg(test)]
    pub(crate) fn has_overtaken(&self, grant: &str, rev: u64) -> bool {
        self.state().marks.overtook(grant, rev)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn overtook(&self, answer: &Answer) -> bool {
        match answer {
            Answer::Inactive => false,
            Answer::Active(token) => self.marks.overtook(&token.grant, token.rev),
        }
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("entries", &self.entries.entry_count()).finish_non_exhaustive()
    }
}
