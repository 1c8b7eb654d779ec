//! Pages on which a person adds, renames and removes ways to prove themselves. The list of them is a page of the
//! dashboard.

pub(crate) mod confirm;
pub(crate) mod one;
pub(crate) mod passkey;
pub(crate) mod passkey_removed;
pub(crate) mod pin;
pub(crate) mod recovery_codes;
pub(crate) mod totp;

use leasehold_oauth_types::factors::FactorPageView;
use leptos::prelude::*;

use crate::components::{ButtonKind, LinkButton};
use crate::data::PageError;
use crate::visit::{use_texts, use_visit};

/// What is wrong with an answer that is not the view of the page.
fn unexpected(answer: Result<FactorPageView, PageError>) -> PageError {
    answer.err().unwrap_or(PageError::Unavailable)
}

/// The way back to the list, with nothing changed.
#[component]
fn BackToWays() -> impl IntoView {
    let href = format!("{}/ways", use_visit().site.dashboard_origin.trim_end_matches('/'));
    view! { <LinkButton kind=ButtonKind::Link href label=use_texts().get("ways-back")/> }
}
