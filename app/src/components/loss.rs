use leasehold_oauth_types::account::{LossView, ScopeWord};
use leptos::prelude::*;

use super::{Icon, Pill, Tone};
use crate::visit::use_visit;

/// The word for the state of a scope; for what returns by itself, with the moment.
#[component]
pub(crate) fn LossPill(word: ScopeWord, loss: Option<LossView>) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let until = loss.and_then(|loss| loss.until);
    let (tone, icon, text) = match (word, until) {
        (ScopeWord::Active, _) => (Tone::Good, Icon::Check, t.get("word-active")),
        (ScopeWord::AsksEachTime, _) => (Tone::Good, Icon::Check, t.get("word-asks")),
        (ScopeWord::Paused, None) => (Tone::Wait, Icon::Pause, t.get("word-paused")),
        (ScopeWord::Paused, Some(until)) => {
            let until = t.upcoming(until, visit.policy_now);
            (Tone::Wait, Icon::Pause, t.with("word-paused-until", [("until", until.into())]))
        }
        (ScopeWord::NeedsYou, _) => (Tone::Good, Icon::Key, t.get("word-needs-you")),
        (ScopeWord::Removed, _) => (Tone::Plain, Icon::Cross, t.get("word-removed")),
    };
    view! { <Pill tone icon text/> }
}
