use leasehold_oauth_types::interaction::{FormView, StepUpError, StepUpFactor};
use leptos::prelude::*;

use super::{DEVICE_CHALLENGE, code_error};
use crate::components::{
    Alert, AlertTone, Button, ButtonKind, DeviceProofFields, Field, Icon, PasskeyFields, PasskeyUse,
    PinFields, PinUse, PostForm, Symbol,
};
use crate::visit::use_texts;

/// What a page asks a proof for.
#[derive(Clone)]
pub(super) struct Proving {
    /// The form of the page.
    pub(super) form: FormView,
    /// Where the island asks for challenges of a passkey.
    pub(super) passkey_start: String,
    /// Where it speaks of a PIN.
    pub(super) pin_start: String,
    /// A hidden field of the form.
    pub(super) hidden: Option<(&'static str, String)>,
    /// Whether the number on a new device is asked too.
    pub(super) number: bool,
    /// What the button says.
    pub(super) submit: String,
    /// What went wrong with the last attempt.
    pub(super) error: Option<StepUpError>,
}

/// The way that is open: the one asked for by `?with=`, else the one that just failed, else the strongest.
pub(super) fn open(
    ways: &[StepUpFactor],
    with: Option<&str>,
    error: Option<StepUpError>,
) -> Option<StepUpFactor> {
    let offered = |way: &StepUpFactor| ways.contains(way);
    let asked = ways.iter().copied().find(|way| Some(word(*way)) == with);
    asked.or_else(|| failed(error).filter(offered)).or_else(|| ways.first().copied())
}

/// Value of `?with=`.
pub(super) const fn word(way: StepUpFactor) -> &'static str {
    match way {
        StepUpFactor::Passkey => "passkey",
        StepUpFactor::Pin => "pin",
        StepUpFactor::Totp => "totp",
    }
}

/// Which way an error is about, where it says so.
const fn failed(error: Option<StepUpError>) -> Option<StepUpFactor> {
    match error {
        Some(StepUpError::WrongCode { .. } | StepUpError::UsedCode | StepUpError::TooMany { .. }) => {
            Some(StepUpFactor::Totp)
        }
        Some(StepUpError::PasskeyRefused) => Some(StepUpFactor::Passkey),
        Some(StepUpError::WrongPin { .. } | StepUpError::PinRefused | StepUpError::PinLocked) => {
            Some(StepUpFactor::Pin)
        }
        Some(StepUpError::WrongNumber { .. } | StepUpError::NotEligible) | None => None,
    }
}

/// The form of one way. What needs scripts gives way to a code where there are none.
#[component]
pub(super) fn Way(way: StepUpFactor, proving: Proving, ways: Vec<StepUpFactor>) -> impl IntoView {
    let fallback = (way != StepUpFactor::Totp && ways.contains(&StepUpFactor::Totp)).then(|| {
        let proving = Proving { error: None, ..proving.clone() };
        view! { <noscript><CodeForm proving/></noscript> }
    });
    let form = match way {
        StepUpFactor::Totp => view! { <CodeForm proving/> }.into_any(),
        StepUpFactor::Passkey => view! { <PasskeyForm proving/> }.into_any(),
        StepUpFactor::Pin => view! { <PinForm proving/> }.into_any(),
    };
    view! {
        {form}
        {fallback}
    }
}

#[component]
fn PasskeyForm(proving: Proving) -> impl IntoView {
    let t = use_texts();
    let Proving { form, passkey_start, hidden, number, error, .. } = proving;
    let wrong_number = error.filter(is_number);
    let other = error.filter(|error| {
        !is_number(error) && matches!(failed(Some(*error)), None | Some(StepUpFactor::Passkey))
    });
    view! {
        <PostForm action=form.action csrf=form.csrf class="stack">
            {hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value/> })}
            <DeviceProofFields start=DEVICE_CHALLENGE/>
            {other.map(|error| view! { <Alert tone=AlertTone::Error text=code_error(t, error)/> })}
            {number.then(|| view! {
                <div data-passkey-only="" hidden>
                    <Number id="number-passkey" error=wrong_number/>
                </div>
            })}
            <PasskeyFields
                usage=PasskeyUse::Prove
                start=passkey_start
                label=t.get("way-passkey-continue")
                checks=number
            />
        </PostForm>
    }
}

#[component]
fn PinForm(proving: Proving) -> impl IntoView {
    let t = use_texts();
    let Proving { form, pin_start, hidden, number, submit, error, .. } = proving;
    let wrong_number = error.filter(is_number);
    let other = error.filter(|error| !is_number(error)).map(|error| code_error(t, error));
    view! {
        <PostForm action=form.action csrf=form.csrf class="stack">
            {hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value/> })}
            <DeviceProofFields start=DEVICE_CHALLENGE/>
            {number.then(|| view! {
                <div data-pin-only="" hidden>
                    <Number id="number-pin" error=wrong_number/>
                </div>
            })}
            <PinFields usage=PinUse::Prove start=pin_start submit error=other/>
        </PostForm>
    }
}

#[component]
fn CodeForm(proving: Proving) -> impl IntoView {
    let t = use_texts();
    let Proving { form, hidden, number, submit, error, .. } = proving;
    let wrong_number = error.filter(is_number);
    let other =
        error.filter(|error| !is_number(error) && failed(Some(*error)) != Some(StepUpFactor::Passkey));
    let other = other.map(|error| code_error(t, error));
    view! {
        <PostForm action=form.action csrf=form.csrf class="stack">
            {hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value/> })}
            <DeviceProofFields start=DEVICE_CHALLENGE/>
            <input type="hidden" name="factor" value="totp"/>
            {number.then(|| view! { <Number id="number" error=wrong_number/> })}
            <Field
                name="code"
                label=t.get("step-up-code")
                inputmode="numeric"
                autocomplete="one-time-code"
                pattern="[0-9 ]*"
                maxlength=8
                code=true
                autofocus=!number
                error=other
            />
            <Button kind=ButtonKind::Primary label=submit/>
        </PostForm>
    }
}

const fn is_number(error: &StepUpError) -> bool {
    matches!(error, StepUpError::WrongNumber { .. })
}

/// The two digits that a new device shows.
#[component]
fn Number(id: &'static str, error: Option<StepUpError>) -> impl IntoView {
    let t = use_texts();
    view! {
        <Field
            name="number"
            id=id
            label=t.get("step-up-number")
            hint=t.get("step-up-number-hint")
            inputmode="numeric"
            autocomplete="off"
            pattern="[0-9 ]*"
            maxlength=4
            code=true
            autofocus=true
            error=error.map(|error| code_error(t, error))
        />
    }
}

/// The ways that are not open, as links to the same page: they work without scripts.
#[component]
pub(super) fn OtherWays(
    ways: Vec<StepUpFactor>,
    open: Option<StepUpFactor>,
    /// Address of the page, to which `with=…` is added.
    here: String,
    /// The last resort, if there is one: where it is and what it says.
    #[prop(optional_no_strip)]
    last: Option<(String, String)>,
) -> impl IntoView {
    let t = use_texts();
    let join = if here.contains('?') { '&' } else { '?' };
    let link = |icon: Icon, label: String, href: String| {
        view! {
            <li>
                <a class="way-link" href=href>
                    <Symbol icon/>
                    <span>{label}</span>
                </a>
            </li>
        }
    };
    let with = |way| format!("{here}{join}with={}", word(way));
    let mut links: Vec<_> = ways
        .into_iter()
        .filter(|way| Some(*way) != open)
        .map(|way| match way {
            StepUpFactor::Passkey => link(Icon::Passkey, t.get("way-passkey"), with(way)),
            StepUpFactor::Pin => link(Icon::Keypad, t.get("pin-label"), with(way)),
            StepUpFactor::Totp => link(Icon::Phone, t.get("step-up-code"), with(way)),
        })
        .collect();
    links.extend(last.map(|(href, label)| link(Icon::Key, label, href)));
    (!links.is_empty()).then(|| {
        view! {
            <nav class="other-ways" aria-labelledby="other-ways">
                <p class="muted" id="other-ways">{t.get("way-another")}</p>
                <ul role="list">{links}</ul>
            </nav>
        }
    })
}

#[cfg(test)]
mod tests;
