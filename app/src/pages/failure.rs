use leptos::prelude::*;

use super::Refusal;
use crate::components::{ButtonKind, Gate, LinkButton};
use crate::data::PageError;
use crate::visit::use_texts;

/// The page for what went wrong: what happened, and a way on.
#[component]
pub(crate) fn Failure(error: PageError, title: String) -> impl IntoView {
    let t = use_texts();
    let lead = match &error {
        PageError::NotFound => "failure-not-found-lead",
        PageError::Expired => "failure-expired-lead",
        PageError::Forged => "failure-forged-lead",
        PageError::Invalid => "failure-invalid-lead",
        PageError::Forbidden => "failure-forbidden-lead",
        PageError::Refused(_) => "failure-refused-lead",
        PageError::Redirect(_) | PageError::Unavailable => "failure-unavailable-lead",
    };
    let refusal = match error {
        PageError::Refused(problem) => Some(view! { <Refusal problem=*problem/> }),
        _ => None,
    };
    view! {
        <Gate title lead=t.get(lead)>
            {refusal}
            <p class="gate-actions">
                <LinkButton kind=ButtonKind::Quiet href="/" label=t.get("failure-home")/>
            </p>
        </Gate>
    }
}
