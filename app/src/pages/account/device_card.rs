use leasehold_oauth_types::account::{DeviceView, TrustWord};
use leptos::prelude::*;

use crate::texts::Texts;
use crate::visit::use_visit;

/// This device, on the overview.
#[component]
pub(super) fn DeviceCard(device: DeviceView) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let facts: Vec<String> = device.place.clone().into_iter().chain([trust(t, &device, visit.now)]).collect();
    view! {
        <section class="card card-small">
            <p class="muted">{t.get("device-this")}</p>
            <h2><bdi>{device.name}</bdi></h2>
            <p class="muted">{facts.join(" · ")}</p>
        </section>
    }
}

/// The trust as a state with an end.
pub(super) fn trust(t: Texts, device: &DeviceView, now: i64) -> String {
    match (device.trust, device.trusted_until) {
        (TrustWord::Trusted, Some(until)) => {
            t.with("device-trusted-until", [("date", t.date(until, now).into())])
        }
        (TrustWord::Trusted, None) => t.get("device-trusted"),
        (TrustWord::New, _) => t.get("device-not-confirmed"),
        (TrustWord::Blocked, _) => t.get("device-blocked"),
    }
}
