use leptos::prelude::*;

use crate::components::{Alert, AlertTone, Setback, setback};
use crate::visit::{use_texts, use_visit};

/// What is said of a confirmation that was cancelled or failed.
pub(super) const UNDONE: &str = "notice-unchanged";

/// What did not happen, from `?error=`, else what the last action did, from `?done=`: the address names both
/// when a confirmation was cancelled. Only words that we know are shown.
#[component]
pub(super) fn Notice() -> impl IntoView {
    if setback(&use_visit()).is_some() {
        return Some(view! { <Setback undone=UNDONE/> }.into_any());
    }
    let done = use_visit().request.query("done")?;
    if done == "link-paused" {
        let text = use_texts().get("notice-link-paused");
        return Some(view! { <Alert tone=AlertTone::Info text/> }.into_any());
    }
    let key = match done.as_str() {
        "restored" => "notice-restored",
        "confirmed" => "notice-confirmed",
        "proved" => "notice-proved",
        "was-me" => "notice-was-me",
        "known" => "notice-known",
        "link-sent" => "notice-link-sent",
        "blocked" => "notice-blocked",
        "signed-out" => "notice-signed-out",
        "signed-out-others" => "notice-signed-out-others",
        _ => return None,
    };
    Some(view! { <Alert tone=AlertTone::Done text=use_texts().get(key)/> }.into_any())
}
