use leasehold_oauth_types::account::DeviceView;
use leptos::prelude::*;

use crate::components::{Button, ButtonKind, Icon, Pill, PostForm, Tone, When};
use crate::visit::use_visit;

/// A device that was never confirmed: "This was me" or "This wasn't me".
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
    // Who may not confirm it may not block it either: a newer device never evicts an older one.
    let (id, same) = (device.device.clone(), device.device.clone());
    let answer = if device.can_confirm {
        view! {
            <div class="actions">
                <PostForm action="/actions/confirm-device" csrf=csrf.clone()>
                    <input type="hidden" name="device" value=id/>
                    <Button kind=ButtonKind::Primary label=t.get("device-was-me")/>
                </PostForm>
                <PostForm action="/actions/block-device" csrf>
                    <input type="hidden" name="device" value=same/>
                    <Button kind=ButtonKind::Quiet label=t.get("device-was-not-me")/>
                </PostForm>
            </div>
        }
        .into_any()
    } else {
        view! { <p class="way-back">{t.get("device-confirm-elsewhere")}</p> }.into_any()
    };
    view! {
        <section class="card card-lead">
            <div class="card-body">
                <Pill tone=Tone::Alarm icon=Icon::Plus text=seen/>
                <h2><bdi>{title}</bdi></h2>
                <p class="card-text">
                    {t.get("device-new-signed-in")} " " <When at=device.first_seen/> ". " {t.get("device-new-cannot")}
                </p>
                {answer}
            </div>
        </section>
    }
}
