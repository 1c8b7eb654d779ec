use leasehold_oauth_types::account::{DeviceView, SessionView, TrustWord};
use leptos::prelude::*;

use super::device_card::trust;
use super::standing::signed_in;
use crate::components::{Button, ButtonKind, Icon, LinkButton, Pill, PostForm, Symbol, Tone, When};
use crate::visit::{use_texts, use_visit};

/// One device with its sessions.
#[component]
pub(super) fn DeviceRow(device: DeviceView) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let live = signed_in(&device);
    let icon = if device.mobile { Icon::Phone } else { Icon::Laptop };
    let badge = device
        .this_device
        .then(|| view! { <Pill tone=Tone::Good icon=Icon::Check text=t.get("device-this")/> });
    let place = device.place.clone().map(|place| view! { <span><bdi>{place}</bdi></span> });
    let seen = if device.this_device && live {
        view! { <span>{t.get("device-active-now")}</span> }.into_any()
    } else {
        view! { <span><When at=device.last_seen/></span> }.into_any()
    };
    let state = if live { trust(t, &device, visit.now) } else { t.get("device-signed-out") };
    let sessions = device.sessions.iter().filter(|session| session.signed_out.is_none()).cloned();
    let name = device.name.clone();
    let sessions =
        sessions.map(|session| view! { <SessionLine session device=name.clone()/> }).collect_view();
    view! {
        <li class=if live { "row" } else { "row row-gone" }>
            <span class="row-icon">
                <Symbol icon/>
            </span>
            <div class="row-text">
                <p class="row-title"><bdi>{device.name.clone()}</bdi> " " {badge}</p>
                <p class="muted dots">{place} {seen} <span>{state}</span></p>
                {sessions}
                <Mine device/>
            </div>
        </li>
    }
}

/// Whether it is the person's at all, as far as this session may say.
#[component]
fn Mine(device: DeviceView) -> impl IntoView {
    let t = use_texts();
    let block = device.can_block.then(|| {
        let href = format!("/devices/block?device={}", device.device);
        view! { <LinkButton kind=ButtonKind::Small href label=t.get("device-not-mine")/> }
    });
    let back = (device.trust == TrustWord::Blocked && device.can_confirm).then(|| {
        let csrf = use_visit().person.map(|person| person.csrf.clone()).unwrap_or_default();
        view! {
            <p class="muted">{t.get("device-mine-how")}</p>
            <PostForm action="/actions/confirm-device" csrf>
                <input type="hidden" name="device" value=device.device/>
                <Button kind=ButtonKind::Small label=t.get("device-mine-after-all")/>
            </PostForm>
        }
    });
    view! { {block} {back} }
}

#[component]
fn SessionLine(session: SessionView, device: String) -> impl IntoView {
    let t = use_texts();
    let apps = (!session.apps.is_empty()).then(|| view! { <span>{session.apps.join(", ")}</span> });
    let out = (!session.this_session).then(|| {
        let csrf = use_visit().person.map(|person| person.csrf.clone()).unwrap_or_default();
        let label = t.with("device-sign-out", [("device", device.into())]);
        view! {
            <PostForm action="/actions/sign-out-session" csrf class="session-out">
                <input type="hidden" name="session" value=session.session.clone()/>
                <Button kind=ButtonKind::Small label/>
            </PostForm>
        }
    });
    view! {
        <div class="session">
            <p class="muted facts-line">
                {apps}
                <span>{t.get("device-signed-in")} " " <When at=session.signed_in/></span>
            </p>
            {out}
        </div>
    }
}
