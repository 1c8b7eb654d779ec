//! Answers kept for a moment, never longer than an event allows.
//!
//! An answer holds for the request it was asked for, and in its region of validity: with the same token, from another
//! address of the same network, by the same device. What a request says of itself is never taken for true here; see
//! [`crate::region`]. The thumbprint of a proof key (RFC 9449) belongs beside the token once there are tokens bound to
//! one; until then the guard takes bearer tokens only.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use leasehold_domain::HashedToken;
use leasehold_oauth_types::event::GrantEvent;
use leasehold_oauth_types::introspection::ContextParameter;
use sha2::{Digest as _, Sha256};

use crate::GuardConfig;
use crate::answers::{Answer, Answers, Context, Kept};
use crate::marks::Marks;
use crate::region::{Held, Known};

/// How long a negative answer is kept at most (checklist IN-12).
const NEGATIVE_MS: i64 = 5_000;

/// Token and context, hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    token: [u8; 32],
    context: Context,
}

impl Key {
    pub(crate) fn new(token: &HashedToken, context: &ContextParameter) -> Self {
        let ContextParameter { assertion, client_ip, user_agent } = context;
        let mut digest = Sha256::new();
        for part in [assertion, client_ip, user_agent] {
            // Absent is not empty, and no part runs into the next.
            digest.update([u8::from(part.is_some())]);
            let part = part.as_deref().unwrap_or_default();
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        Self { token: *token.as_bytes(), context: digest.finalize().into() }
    }
}

/// The kept answers and the marks they are measured against.
pub(crate) struct Cache {
    /// By token.
    entries: moka::sync::Cache<[u8; 32], Arc<Mutex<Answers>>>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    marks: Marks,
    generation: u64,
    /// What answers name as the present epoch, and which one that is, counted here.
    epoch: (String, u64),
}

impl Cache {
    pub(crate) fn new(tokens: u64) -> Self {
        Self { entries: moka::sync::Cache::new(tokens), state: Mutex::default() }
    }

    /// A kept answer to the very same request that is neither too old nor overtaken.
    pub(crate) fn get(&self, key: &Key, now_ms: i64) -> Option<Answer> {
        let answers = self.entries.get(&key.token)?;
        let mut answers = lock(&answers);
        let found = answers.exact(&key.context, now_ms)?;
        let (answer, epoch) = (found.answer.clone(), found.epoch);
        drop(answers);
        self.state().holds(&answer, epoch).then_some(answer)
    }

    /// The regions in which answers about this token hold.
    pub(crate) fn regions(&self, key: &Key, now_ms: i64) -> Vec<Arc<Held>> {
        self.entries.get(&key.token).map(|answers| lock(&answers).regions(now_ms)).unwrap_or_default()
    }

    /// The answer of a region, for another request that is known to lie in it.
    pub(crate) fn within(&self, region: &Arc<Held>, key: &Key, known: Known, now_ms: i64) -> Option<Answer> {
        let answers = self.entries.get(&key.token)?;
        let mut answers = lock(&answers);
        let found = answers.within(region, key.context, known, now_ms)?;
        let (answer, epoch) = (found.answer.clone(), found.epoch);
        drop(answers);
        self.state().holds(&answer, epoch).then_some(answer)
    }

    /// Changes with every flush; to be read before the issuer is asked.
    pub(crate) fn generation(&self) -> u64 {
        self.state().generation
    }

    /// Keeps an answer. `false` means that it must not be used at all: an event or a later answer overtook it, or
    /// the stream was interrupted since the question.
    #[must_use]
    pub(crate) fn put(
        &self,
        key: Key,
        context: &ContextParameter,
        answer: Answer,
        generation: u64,
        now_ms: i64,
        ttl: Duration,
    ) -> bool {
        let until_ms = until(&answer, now_ms, ttl);
        // Under the lock, so that no event fits between the check and the insertion.
        let mut state = self.state();
        if state.generation != generation || state.overtook(&answer) {
            return false;
        }
        let entry = self.entries.entry(key.token).or_default().into_value();
        let mut answers = lock(&entry);
        answers.forget(now_ms);
        let (mut epoch, mut region) = (None, None);
        if let Answer::Active(token) = &answer {
            match answers.rev() {
                Some(newest) if token.rev < newest => return false,
                // It tells of its version as an event would.
                Some(newest) if newest < token.rev => {
                    let event = GrantEvent::GrantChanged { grant: token.grant.clone(), rev: token.rev };
                    if !state.marks.raise(&event, now_ms) {
                        self.void(&mut state);
                        return false;
                    }
                }
                _ => {}
            }
            epoch = token.epoch.as_deref().map(|epoch| state.enter(epoch));
            region = Held::of(token, context).map(Arc::new);
        }
        if until_ms > now_ms {
            let new = Kept { answer, until_ms, epoch, region, contexts: vec![(key.context, until_ms)] };
            // A token has one device; on another it has begun anew.
            let device = new.region.as_ref().map(|region| region.device.clone());
            let elsewhere = |kept: &Kept| {
                kept.region.as_ref().zip(device.as_ref()).is_some_and(|(held, device)| held.device != *device)
            };
            // What is good for nothing is so from everywhere.
            let over = matches!(new.answer, Answer::Inactive);
            let void = |kept: &Kept| over || elsewhere(kept) || !state.holds(&kept.answer, kept.epoch);
            answers.keep(new, void);
        }
        true
    }

    /// Takes an event: every older answer about its grant is void from now on.
    pub(crate) fn raise(&self, event: &GrantEvent, now_ms: i64) {
        let mut state = self.state();
        if !state.marks.raise(event, now_ms) {
            self.void(&mut state);
        }
    }

    /// Voids everything, answers on their way included.
    pub(crate) fn flush(&self) {
        self.void(&mut self.state());
    }

    /// Whether an answer of this version would be refused.
    #[cfg(test)]
    pub(crate) fn has_overtaken(&self, grant: &str, rev: u64) -> bool {
        self.state().marks.overtook(grant, rev)
    }

    fn void(&self, state: &mut State) {
        state.generation += 1;
        state.marks.clear();
        self.entries.invalidate_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl State {
    fn overtook(&self, answer: &Answer) -> bool {
        match answer {
            Answer::Inactive => false,
            Answer::Active(token) => self.marks.overtook(&token.grant, token.rev),
        }
    }

    fn holds(&self, answer: &Answer, epoch: Option<u64>) -> bool {
        epoch.is_none_or(|epoch| epoch == self.epoch.1) && !self.overtook(answer)
    }

    /// The number of the epoch that an answer names. One that was left and comes back is another one: nothing that
    /// is void is ever valid again.
    fn enter(&mut self, name: &str) -> u64 {
        if self.epoch.0 != name {
            self.epoch = (name.to_owned(), self.epoch.1 + 1);
        }
        self.epoch.1
    }
}

/// Until when an answer may be kept.
fn until(answer: &Answer, now_ms: i64, ttl: Duration) -> i64 {
    let ttl = i64::try_from(ttl.min(GuardConfig::TTL_LIMIT).as_millis()).unwrap_or(0);
    match answer {
        Answer::Inactive => now_ms.saturating_add(ttl.min(NEGATIVE_MS)),
        Answer::Active(token) => now_ms
            .saturating_add(ttl)
            .min(token.exp.saturating_mul(1000))
            .min(token.decision_exp.saturating_mul(1000)),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("tokens", &self.entries.entry_count()).finish_non_exhaustive()
    }
}
