use leptos::prelude::*;

/// Says that a way to prove it's you is missing here only because scripts are off.
#[component]
pub(crate) fn NeedsScripts(text: String) -> impl IntoView {
    view! {
        <noscript>
            <p class="note">{text}</p>
        </noscript>
    }
}
