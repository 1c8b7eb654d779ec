use leptos::prelude::*;

use super::{Alert, AlertTone};
use crate::visit::{Visit, use_visit};

/// Why a confirmation at the issuer came to nothing, from the `error` that the backend-for-frontend puts into
/// the address of the page the person comes back to. Only words that we know are explained.
pub(crate) fn setback(visit: &Visit) -> Option<&'static str> {
    Some(match visit.request.query("error")?.as_str() {
        "denied" => "setback-denied",
        "interaction_required" => "setback-interaction-required",
        "not_met" => "setback-not-met",
        "held" => "setback-held",
        "key_missing" => "setback-key-missing",
        "not_in_progress" => "setback-not-in-progress",
        "someone_else" => "setback-someone-else",
        "unavailable" => "setback-unavailable",
        "rejected" | "wrong_issuer" => "setback-rejected",
        _ => return None,
    })
}

/// The title of a page with what did not happen in front: it is the first thing that a screen reader says.
pub(crate) fn titled(visit: &Visit, undone: &str, title: &str) -> String {
    let title = visit.texts.get(title);
    if setback(visit).is_some() { format!("{} {title}", visit.texts.get(undone)) } else { title }
}

/// What did not happen, and why, after a confirmation that was cancelled or failed; else nothing.
#[component]
pub(crate) fn Setback(
    /// Key of the sentence that says what did not happen.
    undone: &'static str,
) -> impl IntoView {
    let visit = use_visit();
    let key = setback(&visit)?;
    let text = format!("{} {}", visit.texts.get(undone), visit.texts.get(key));
    Some(view! { <Alert tone=AlertTone::Error text/> })
}
