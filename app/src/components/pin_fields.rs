use leptos::prelude::*;

use super::{Button, ButtonKind, Icon, NeedsScripts};
use crate::visit::use_texts;

/// What is done with a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PinUse {
    /// Prove it.
    Prove,
    /// Set it, typed twice.
    Set,
}

/// The PIN, its button and the fields that the island fills: `ceremony` and `pin`; the form sends
/// `factor=pin`.
///
/// A form of its own, since what is typed has no name and never leaves the browser. `start` is where the
/// island posts the steps of the exchange. `error` is the server's word on the last try, such as how many are
/// left. Hidden until the island has found that the browser can do it.
#[component]
pub(crate) fn PinFields(
    usage: PinUse,
    #[prop(into)] start: String,
    #[prop(into)] submit: String,
    #[prop(optional_no_strip)] error: Option<String>,
) -> impl IntoView {
    let t = use_texts();
    let sets = usage == PinUse::Set;
    let label = if sets { t.get("pin-new") } else { t.get("pin-label") };
    let failed = if sets { t.get("pin-set-failed") } else { t.get("pin-failed") };
    let hint = sets.then(|| view! { <p class="field-hint" id="pin-hint">{t.get("pin-hint")}</p> });
    let invalid = error.is_some().then_some("true");
    let error = error.map(|error| view! { <p class="field-error" role="alert">{error}</p> });
    let repeat = sets.then(|| {
        view! {
            <div class="field">
                <label for="pin-repeat">{t.get("pin-repeat")}</label>
                <PinInput id="pin-repeat" described="pin-repeat-problem" repeat=true/>
                <div id="pin-repeat-problem">
                    <Problem codes="mismatch" text=t.get("pin-mismatch")/>
                </div>
            </div>
        }
    });
    view! {
        <div class="proof" data-pin=if sets { "register" } else { "login" } data-pin-start=start data-pin-only="" hidden>
            <input type="hidden" name="factor" value="pin"/>
            <input type="hidden" name="ceremony"/>
            <input type="hidden" name="pin"/>
            <div class="field">
                <label for="pin-input">{label}</label>
                {hint}
                <PinInput id="pin-input" described=if sets { "pin-hint pin-problem" } else { "pin-problem" } invalid/>
                <div id="pin-problem">
                    {error}
                    <Problem codes="not_digits too_short too_long" text=t.get("pin-digits")/>
                    <Problem codes="repeated sequence common" text=t.get("pin-guessable")/>
                    <p class="field-error" role="alert" data-pin-error="" hidden>{failed}</p>
                </div>
            </div>
            {repeat}
            <Button kind=ButtonKind::Primary label=submit icon=Icon::Keypad/>
        </div>
        <p class="note" role="alert" data-pin-missing="" hidden>{t.get("pin-missing")}</p>
        <NeedsScripts text=t.get("pin-needs-scripts")/>
    }
}

/// Not `required`: while it is hidden nobody could fill it, and the form could never be sent.
#[component]
fn PinInput(
    id: &'static str,
    described: &'static str,
    #[prop(optional)] repeat: bool,
    #[prop(optional_no_strip)] invalid: Option<&'static str>,
) -> impl IntoView {
    view! {
        <input
            class="input input-code"
            id=id
            type="password"
            inputmode="numeric"
            autocomplete="off"
            maxlength="12"
            spellcheck="false"
            aria-describedby=described
            aria-invalid=invalid
            data-pin-input=(!repeat).then_some("")
            data-pin-repeat=repeat.then_some("")
        />
    }
}

/// Shown by the island for these codes (`leasehold_factors::PinProblem`).
#[component]
fn Problem(codes: &'static str, text: String) -> impl IntoView {
    view! { <p class="field-error" role="alert" data-pin-problem=codes hidden>{text}</p> }
}
