use leptos::prelude::*;

use super::{Button, ButtonKind, Icon, PostForm};
use crate::visit::{use_texts, use_visit};

/// Who is signed in, and the way out. Opens without a script.
#[component]
pub(crate) fn Avatar() -> impl IntoView {
    let t = use_texts();
    use_visit().person.map(|person| {
        let label = t.with("nav-account-of", [("name", person.name.clone().into())]);
        view! {
            <details class="avatar-menu">
                <summary class="avatar" aria-label=label>
                    <span aria-hidden="true">{person.initials()}</span>
                </summary>
                <div class="avatar-panel card">
                    <p class="avatar-name">
                        <bdi>{person.name.clone()}</bdi>
                    </p>
                    <p class="muted">
                        <bdi>{person.username.clone()}</bdi>
                    </p>
                    <PostForm action="/auth/logout" csrf=person.csrf.clone()>
                        <Button kind=ButtonKind::Small icon=Icon::SignOut label=t.get("nav-sign-out")/>
                    </PostForm>
                </div>
            </details>
        }
    })
}
