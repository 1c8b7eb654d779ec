use leptos::prelude::*;

use super::{Button, ButtonKind, Icon, PostForm, Symbol};
use crate::visit::{use_texts, use_visit};

/// "Extra access 4:32 · End now": while a step-up lasts, on every page of the app. Counts down where scripts
/// run; the page of the moment says the rest.
#[component]
pub(crate) fn ElevationPill() -> impl IntoView {
    let t = use_texts();
    let visit = use_visit();
    let person = visit.person.clone();
    let until = person.as_ref().and_then(|person| person.elevated_until).filter(|until| *until > visit.now);
    person.zip(until).map(|(person, until)| {
        let left = until - visit.now;
        let back = visit.request.way_back().to_owned();
        view! {
            // A landmark of its own, so that nothing of the page stands outside of them.
            <section aria-label=t.get("elevation-label")>
            <PostForm action="/auth/end-elevation" csrf=person.csrf.clone() class="elevation">
                <input type="hidden" name="return_to" value=back/>
                <span class="elevation-text">
                    <Symbol icon=Icon::Key/>
                    <span>{t.get("elevation-label")}</span>
                    <span class="number" data-countdown=until.to_string()>
                        {format!("{}:{:02}", left / 60, left % 60)}
                    </span>
                </span>
                <Button kind=ButtonKind::Small label=t.get("elevation-end")/>
            </PostForm>
            </section>
        }
        .into_any()
    })
}
