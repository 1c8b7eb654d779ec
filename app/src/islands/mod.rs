//! What runs in the browser. Pages are complete without it.
//!
//! There is one island, [`Live`], at the end of every page. It works on the whole document by delegation, so
//! parts of the page that are swapped in later need no hydration of their own.

#[cfg(feature = "hydrate")]
mod browser;

use leptos::prelude::*;

/// Keeps the page up to date: swaps the live parts when an event arrives, counts down, keeps relative times
/// true and lets a form be sent once only. Where a form has the fields for it, speaks to the browser about
/// passkeys, the key of the device and the PIN, and then sends the form as the plain form it is. Copies and
/// prints what is to be kept.
#[island]
pub fn Live(
    /// Address of the event stream, on pages that have one.
    events: Option<String>,
    /// Language of relative times.
    locale: String,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::start(events, locale);
    #[cfg(not(feature = "hydrate"))]
    let _ = (events, locale);
}
