use leptos::prelude::*;

use crate::visit::use_texts;

/// The number that a trusted device asks for, shown on the device that has to be confirmed.
#[component]
pub(super) fn ConfirmNumber(number: String) -> impl IntoView {
    let t = use_texts();
    view! {
        <section class="card number-card" aria-labelledby="confirm-number">
            <h2 id="confirm-number">{t.get("confirm-number-title")}</h2>
            <p>{t.get("restore-confirm-device")}</p>
            <p class="muted">{t.get("restore-number")}</p>
            <p class="number-big" data-number="">{number}</p>
        </section>
    }
}
