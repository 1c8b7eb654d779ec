use leptos::prelude::*;

use super::BrandMark;

/// One card in the middle of the page: sign-in, consent, step-up and other pages of the issuer.
#[component]
pub(crate) fn Gate(
    #[prop(into)] title: String,
    #[prop(optional, into)] lead: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="gate">
            <header class="gate-brand">
                <BrandMark/>
            </header>
            <main id="main" class="card gate-card" tabindex="-1">
                <h1>{title}</h1>
                {lead.filter(|lead| !lead.is_empty()).map(|lead| view! { <p class="lead">{lead}</p> })}
                {children()}
            </main>
        </div>
    }
}
