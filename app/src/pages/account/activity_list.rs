use leasehold_oauth_types::account::ActivityView;
use leptos::prelude::*;

use crate::components::{Icon, Symbol, When};

/// Entries of the person's own log, the newest first.
#[component]
pub(super) fn ActivityList(entries: Vec<ActivityView>) -> impl IntoView {
    let rows = entries.into_iter().map(|entry| {
        let icon = match entry.kind.as_str() {
            "withdrawn" => Icon::Cross,
            "paused" => Icon::Pause,
            "restored" | "confirmed" | "device_confirmed" => Icon::Check,
            "sign_in" | "sign_out" => Icon::Laptop,
            _ => Icon::Activity,
        };
        view! {
            <li class="row">
                <span class="row-icon">
                    <Symbol icon/>
                </span>
                <div class="row-text">
                    <p class="row-title">{entry.title}</p>
                    <p class="muted">{entry.detail}</p>
                </div>
                <p class="row-side muted">
                    <When at=entry.at/>
                </p>
            </li>
        }
    });
    view! { <ul class="card rows" role="list">{rows.collect_view()}</ul> }
}
