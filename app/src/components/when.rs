use leptos::prelude::*;

use crate::texts::times::machine;
use crate::visit::use_visit;

/// A moment in the past, said relative to now; the exact time shows on hover and on focus. Where scripts run,
/// the text keeps up with the clock.
#[component]
pub(crate) fn When(at: i64) -> impl IntoView {
    let visit = use_visit();
    let text = visit.texts.relative(at, visit.now);
    let exact = visit.texts.exact(at);
    view! {
        <time class="when" datetime=machine(at) data-relative=at.to_string() data-exact=exact.clone() tabindex="0">
            {text}
            <span class="visually-hidden">{format!(" ({exact})")}</span>
        </time>
    }
}
