use leptos::prelude::*;

use crate::components::{Button, ButtonKind, Icon, PostForm};
use crate::visit::use_visit;

/// The number that a trusted device asks for, shown on the device that has to be confirmed; where a passkey does, the
/// way to use it here; and where a mailbox gives part of it back, the way there.
#[component]
pub(super) fn ConfirmNumber(number: String, here: Option<String>, mail: bool) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let csrf = visit.person.as_ref().map(|person| person.csrf.clone()).unwrap_or_default();
    let by_mail = mail.then(|| {
        let csrf = csrf.clone();
        view! {
            <p class="muted">{t.get("confirm-mail-how")}</p>
            <PostForm action="/actions/device-link" csrf class="actions">
                <Button kind=ButtonKind::Quiet label=t.get("confirm-mail")/>
            </PostForm>
        }
    });
    let here = here.map(|device| {
        view! {
            <PostForm action="/actions/confirm-device" csrf class="actions">
                <input type="hidden" name="device" value=device/>
                <Button kind=ButtonKind::Primary icon=Icon::Key label=t.get("confirm-here")/>
            </PostForm>
        }
    });
    view! {
        <section class="card number-card" aria-labelledby="confirm-number">
            <h2 id="confirm-number">{t.get("confirm-number-title")}</h2>
            <p>{t.get("restore-confirm-device")}</p>
            <p class="muted">{t.get("restore-number")}</p>
            <p class="number-big" data-number="">{number}</p>
            {here}
            {by_mail}
        </section>
    }
}
