use leasehold_oauth_types::account::{ConfirmableWord, UnusualView};
use leptos::prelude::*;

use crate::components::{ButtonKind, Icon, Pill, PostForm, Symbol, Tone, When};
use crate::visit::{use_texts, use_visit};

/// What was unlike the person lately, each with "This was me" where that can be said here.
#[component]
pub(super) fn UnusualList(activity: Vec<UnusualView>) -> impl IntoView {
    if activity.is_empty() {
        return None;
    }
    let t = use_texts();
    let rows = activity.into_iter().map(|one| view! { <Unusual one/> }).collect_view();
    Some(view! {
        <h2 class="section">{t.get("unusual-title")}</h2>
        <p class="muted">{t.get("unusual-lead")}</p>
        <ul class="card rows" role="list">{rows}</ul>
        <h2 class="section">{t.get("unusual-rest")}</h2>
    })
}

#[component]
fn Unusual(one: UnusualView) -> impl IntoView {
    let t = use_texts();
    let title = t.get(wording(&one.kind));
    let times =
        (one.times > 1).then(|| view! { <span>{t.with("unusual-times", [("n", one.times.into())])}</span> });
    let device = one.device.map(|name| view! { <span><bdi>{name}</bdi></span> });
    let place =
        one.place.map(|place| view! { <span>{t.with("notices-near", [("place", place.into())])}</span> });
    let here =
        one.this_device.then(|| view! { <Pill tone=Tone::Good icon=Icon::Check text=t.get("device-this")/> });
    let confirmed = one.confirmed_until.is_some();
    let elsewhere = (!confirmed && one.confirmable == ConfirmableWord::Elsewhere)
        .then(|| view! { <p class="note">{t.get("unusual-elsewhere")}</p> });
    let side = match (confirmed, one.confirmable) {
        (true, _) => {
            view! { <Pill tone=Tone::Good icon=Icon::Check text=t.get("unusual-confirmed")/> }.into_any()
        }
        (false, ConfirmableWord::Here) => view! { <WasMe signal=one.signal what=title.clone()/> }.into_any(),
        (false, _) => ().into_any(),
    };
    view! {
        <li class="row">
            <span class="row-icon">
                <Symbol icon=Icon::Warning/>
            </span>
            <div class="row-text">
                <p class="row-title">{title} " " {here}</p>
                <p class="muted dots">{device} {place} {times} <span><When at=one.at/></span></p>
                {elsewhere}
            </div>
            <div class="row-side">{side}</div>
        </li>
    }
}

#[component]
fn WasMe(signal: String, what: String) -> impl IntoView {
    let t = use_texts();
    let csrf = use_visit().person.map(|person| person.csrf.clone()).unwrap_or_default();
    view! {
        <PostForm action="/actions/confirm-activity" csrf>
            <input type="hidden" name="signal" value=signal/>
            <button type="submit" class=ButtonKind::Small.class()>
                <span>{t.get("device-was-me")}<span class="visually-hidden">{format!(" {what}")}</span></span>
            </button>
        </PostForm>
    }
}

/// The sentence of a kind; of one that the pages do not know, that it was unusual.
fn wording(kind: &str) -> &'static str {
    match kind {
        "sign_in_failed" => "unusual-sign-in-failed",
        "wrong_factor" => "unusual-wrong-factor",
        "hot_network" => "unusual-hot-network",
        "password_spraying" => "unusual-password-spraying",
        "new_device" => "unusual-new-device",
        "impossible_travel" => "unusual-impossible-travel",
        "token_replay" => "unusual-token-replay",
        "cookie_reused" => "unusual-cookie-reused",
        "passkey_cloned" => "unusual-passkey-cloned",
        "other_key" => "unusual-other-key",
        "traits_changed" => "unusual-traits-changed",
        "credential_changed" => "unusual-credential-changed",
        "recovery_used" => "unusual-recovery-used",
        "role_changed" => "unusual-role-changed",
        _ => "unusual-other",
    }
}
