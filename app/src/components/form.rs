use leptos::prelude::*;

/// A plain form: `POST`, urlencoded, with the hidden token.
#[component]
pub(crate) fn PostForm(
    #[prop(into)] action: String,
    #[prop(into)] csrf: String,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <form method="post" action=action class=class>
            <input type="hidden" name="csrf" value=csrf/>
            {children()}
        </form>
    }
}
