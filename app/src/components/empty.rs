use leptos::prelude::*;

use super::{Icon, Symbol};

/// What stands where a list would be.
#[component]
pub(crate) fn Empty(icon: Icon, #[prop(into)] text: String) -> impl IntoView {
    view! {
        <div class="card empty">
            <Symbol icon/>
            <p>{text}</p>
        </div>
    }
}
