use leptos::prelude::*;

use crate::visit::use_visit;

/// Sign and name of the site.
#[component]
pub(crate) fn BrandMark() -> impl IntoView {
    let name = use_visit().site.brand.name();
    view! {
        <span class="brand">
            <svg class="brand-sign" viewBox="0 0 22 22" width="22" height="22" aria-hidden="true" focusable="false">
                <rect width="22" height="22" rx="6"></rect>
                <circle cx="10" cy="12" r="5"></circle>
            </svg>
            <span>{name}</span>
        </span>
    }
}
