//! The kept answers about one token.

use std::sync::Arc;

use leasehold_oauth_types::introspection::{ActiveToken, Introspection};

use crate::region::{Held, Known};

/// Most answers about one token (design section 7, "Guard cache").
const REGIONS: usize = 8;
/// Most requests that are remembered to lie in one region.
const CONTEXTS: usize = 8;

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

/// What a request said of its context, hashed.
pub(crate) type Context = [u8; 32];

/// An answer with its edges.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) answer: Answer,
    pub(crate) until_ms: i64,
    /// The epoch it was given in; none if it is of none.
    pub(crate) epoch: Option<u64>,
    pub(crate) region: Option<Arc<Held>>,
    /// Requests known to lie in the region, first of all the one that was asked about, each until then.
    pub(crate) contexts: Vec<(Context, i64)>,
}

/// Answers, the one that was used last at the end.
#[derive(Debug, Default)]
pub(crate) struct Answers(Vec<Kept>);

impl Answers {
    /// The answer to this very request.
    pub(crate) fn exact(&mut self, context: &Context, now_ms: i64) -> Option<&Kept> {
        let known = |kept: &Kept| kept.contexts.iter().any(|(one, until)| one == context && now_ms < *until);
        self.used(now_ms, known)
    }

    /// The regions in which answers hold.
    pub(crate) fn regions(&self, now_ms: i64) -> Vec<Arc<Held>> {
        self.0.iter().filter(|kept| now_ms < kept.until_ms).filter_map(|kept| kept.region.clone()).collect()
    }

    /// The answer for this region, for another request that lies in it.
    pub(crate) fn within(
        &mut self,
        region: &Arc<Held>,
        context: Context,
        known: Known,
        now_ms: i64,
    ) -> Option<&Kept> {
        self.used(now_ms, |kept| kept.region.as_ref().is_some_and(|held| Arc::ptr_eq(held, region)))?;
        let kept = self.0.last_mut()?;
        if let Known::Until(until_ms) = known {
            make_room(&mut kept.contexts, CONTEXTS);
            kept.contexts.push((context, until_ms));
        }
        Some(kept)
    }

    /// Drops what is over.
    pub(crate) fn forget(&mut self, now_ms: i64) {
        self.0.retain(|kept| now_ms < kept.until_ms);
    }

    /// Takes an answer in. What is `void` or asked about again goes, and then what was not used for longest.
    pub(crate) fn keep(&mut self, new: Kept, void: impl Fn(&Kept) -> bool) {
        self.0.retain_mut(|kept| {
            kept.contexts.retain(|(known, _)| new.contexts.iter().all(|(context, _)| context != known));
            !void(kept) && (kept.region.is_some() || !kept.contexts.is_empty())
        });
        make_room(&mut self.0, REGIONS);
        self.0.push(new);
    }

    /// The newest version of the grant among the answers.
    pub(crate) fn rev(&self) -> Option<u64> {
        self.0.iter().filter_map(|kept| kept.token().map(|token| token.rev)).max()
    }

    fn used(&mut self, now_ms: i64, is: impl Fn(&Kept) -> bool) -> Option<&Kept> {
        let found = self.0.iter().position(|kept| now_ms < kept.until_ms && is(kept))?;
        self.0[found..].rotate_left(1);
        self.0.last()
    }
}

impl Kept {
    pub(crate) fn token(&self) -> Option<&ActiveToken> {
        match &self.answer {
            Answer::Inactive => None,
            Answer::Active(token) => Some(token),
        }
    }
}

/// The first goes when there are that many.
fn make_room<T>(list: &mut Vec<T>, most: usize) {
    if list.len() >= most {
        list.remove(0);
    }
}
