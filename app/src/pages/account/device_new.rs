use leasehold_oauth_types::account::DeviceView;
use leptos::prelude::*;

use crate::components::{Button, ButtonKind, Icon, LinkButton, Pill, PostForm, Tone, When};
use crate::visit::use_visit;

/// A device that was never confirmed: "This was me" or "This wasn't me", as far as this session may say so.
#[component]
pub(super) fn NewDevice(device: DeviceView) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let csrf = visit.person.as_ref().map(|person| person.csrf.clone()).unwrap_or_default();
    let seen = t.with("device-new", [("when", t.relative(device.first_seen, visit.now).into())]);
    let title = [Some(device.name.clone()), device.place.clone()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ");
    let (id, same) = (device.device.clone(), device.device.clone());
    let confirm = device.can_confirm.then(|| {
        view! {
            <PostForm action="/actions/confirm-device" csrf>
                <input type="hidden" name="device" value=id/>
                <Button kind=ButtonKind::Primary label=t.get("device-was-me")/>
            </PostForm>
        }
    });
    // A newer device never evicts an older one.
    let block = device.can_block.then(|| {
        view! {
            <LinkButton
                kind=ButtonKind::Quiet
                href=format!("/devices/block?device={same}")
                label=t.get("device-was-not-me")
            />
        }
    });
    let elsewhere = match (device.can_confirm, device.lacks_key) {
        (true, _) => None,
        (false, true) => Some("device-confirm-needs-key"),
        (false, false) => Some("device-confirm-elsewhere"),
    };
    let elsewhere = elsewhere.map(|key| view! { <p class="way-back">{t.get(key)}</p> });
    let actions = (confirm.is_some() || block.is_some())
        .then(|| view! { <div class="actions">{confirm} {block}</div> });
    view! {
        <section class="card card-lead">
            <div class="card-body">
                <Pill tone=Tone::Alarm icon=Icon::Plus text=seen/>
                <h2><bdi>{title}</bdi></h2>
                <p class="card-text">
                    {t.get("device-new-signed-in")} " " <When at=device.first_seen/> ". " {t.get("device-new-cannot")}
                </p>
                {elsewhere}
                {actions}
            </div>
        </section>
    }
}
