use leptos::prelude::*;

use super::{Alert, AlertTone, ButtonKind, Icon, NeedsScripts, Symbol};
use crate::visit::use_texts;

/// What is done with a passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PasskeyUse {
    /// Prove one: sign-in and step-up.
    Prove,
    /// Prove one, and offer those of this device among the suggestions of the name field. The field of the
    /// name needs `autocomplete="username webauthn"`.
    Suggest,
    /// Add one. Other fields of the form, such as its name, are checked first.
    Add,
}

/// The passkey button of a form with the fields that the island fills: `ceremony` and `credential`; the button
/// itself sends `factor=passkey`.
///
/// Once per form, as the strongest way first, and never beside [`PinFields`](super::PinFields), which has a
/// `ceremony` too. Hidden until the island has found that the browser can do it; `start` is where it posts
/// for the options. The page says nothing about a failed ceremony, the component does.
#[component]
pub(crate) fn PasskeyFields(
    usage: PasskeyUse,
    #[prop(into)] start: String,
    #[prop(into)] label: String,
    #[prop(default = ButtonKind::Primary)] kind: ButtonKind,
    /// Whether other fields of the form are checked first, when proving one.
    #[prop(optional)]
    checks: bool,
) -> impl IntoView {
    let t = use_texts();
    let (ceremony, failed) = match usage {
        PasskeyUse::Prove | PasskeyUse::Suggest => ("get", t.get("passkey-failed")),
        PasskeyUse::Add => ("create", t.get("passkey-add-failed")),
    };
    let suggest = (usage == PasskeyUse::Suggest).then_some("");
    view! {
        <div
            class="proof"
            data-passkey=ceremony
            data-passkey-start=start
            data-passkey-conditional=suggest
            data-passkey-only=""
            hidden
        >
            <input type="hidden" name="ceremony"/>
            <input type="hidden" name="credential"/>
            <div data-passkey-error="" hidden>
                <Alert tone=AlertTone::Error text=failed/>
            </div>
            <button
                type="submit"
                class=kind.class()
                name="factor"
                value="passkey"
                formnovalidate=usage != PasskeyUse::Add && !checks
                data-passkey-button=""
            >
                <Symbol icon=Icon::Passkey/>
                <span>{label}</span>
            </button>
        </div>
        // Whoever signs in has a password, too, and needs no word on what is missing.
        {suggest.is_none().then(|| view! {
            <p class="note" role="alert" data-passkey-missing="" hidden>{t.get("passkey-missing")}</p>
            <NeedsScripts text=t.get("passkey-needs-scripts")/>
        })}
    }
}
