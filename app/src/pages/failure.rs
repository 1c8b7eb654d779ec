use leptos::prelude::*;

use super::Refusal;
use crate::components::{ButtonKind, Gate, LinkButton, setback};
use crate::data::PageError;
use crate::visit::{use_texts, use_visit};

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
        PageError::Unconfirmed(_) => setback(&use_visit()).unwrap_or("failure-unconfirmed-lead"),
        PageError::Redirect(_) | PageError::Unavailable => "failure-unavailable-lead",
    };
    let way_on = match error {
        PageError::Refused(problem) => view! { <Refusal problem=*problem/> }.into_any(),
        PageError::Unconfirmed(href) => view! {
            <p class="gate-actions">
                <LinkButton kind=ButtonKind::Primary href label=t.get("failure-unconfirmed-again")/>
            </p>
        }
        .into_any(),
        _ => ().into_any(),
    };
    view! {
        <Gate title lead=t.get(lead)>
            {way_on}
            <p class="gate-actions">
                <LinkButton kind=ButtonKind::Quiet href="/" label=t.get("failure-home")/>
            </p>
        </Gate>
    }
}
