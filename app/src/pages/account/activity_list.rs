use leasehold_oauth_types::account::ActivityView;
use leptos::prelude::*;

use crate::components::{Icon, Symbol, When};
use crate::visit::use_texts;

/// Entries of the person's own log, the newest first.
#[component]
pub(super) fn ActivityList(entries: Vec<ActivityView>) -> impl IntoView {
    let t = use_texts();
    let rows = entries.into_iter().map(|entry| {
        let (icon, key) = wording(&entry.kind);
        let title = match key {
            Some(key) => t.with(key, [("what", entry.title.into())]),
            None => entry.title,
        };
        view! {
            <li class="row">
                <span class="row-icon">
                    <Symbol icon/>
                </span>
                <div class="row-text">
                    <p class="row-title">{title}</p>
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

/// Icon and sentence of a kind of entry; a kind that the pages do not know speaks for itself.
fn wording(kind: &str) -> (Icon, Option<&'static str>) {
    match kind {
        "withdrawn" => (Icon::Cross, Some("activity-withdrawn")),
        "paused" => (Icon::Pause, Some("activity-paused")),
        "restored" => (Icon::Check, Some("activity-restored")),
        "allowed" => (Icon::Apps, Some("activity-allowed")),
        "confirmed" => (Icon::Check, Some("activity-confirmed")),
        "expired" => (Icon::Info, Some("activity-expired")),
        "ended" => (Icon::SignOut, Some("activity-ended")),
        "passkey_enrolled" => (Icon::Passkey, Some("activity-passkey-enrolled")),
        "passkey_removed" => (Icon::Passkey, Some("activity-passkey-removed")),
        "totp_enrolled" => (Icon::Phone, Some("activity-totp-enrolled")),
        "totp_removed" => (Icon::Phone, Some("activity-totp-removed")),
        "pin_enrolled" => (Icon::Keypad, Some("activity-pin-enrolled")),
        "pin_removed" => (Icon::Keypad, Some("activity-pin-removed")),
        "recovery_codes_made" => (Icon::List, Some("activity-codes-made")),
        "recovery_codes_removed" => (Icon::List, Some("activity-codes-removed")),
        "recovery_code_used" => (Icon::Warning, Some("activity-code-used")),
        "factor_renamed" => (Icon::Key, Some("activity-factor-renamed")),
        "activity_confirmed" => (Icon::Check, Some("activity-was-me")),
        "device_confirmed" => (Icon::Check, Some("activity-device-confirmed")),
        "device_known_by_mail" => (Icon::Check, Some("activity-device-known-by-mail")),
        "device_blocked" => (Icon::Cross, Some("activity-device-blocked")),
        "device_trust_withdrawn" => (Icon::Warning, Some("activity-device-trust-withdrawn")),
        "device_cookie_reused" => (Icon::Warning, Some("activity-device-cookie-reused")),
        "account_set_up" => (Icon::Key, Some("activity-account-set-up")),
        "sign_in" => (Icon::Laptop, Some("activity-sign-in")),
        "sign_out" => (Icon::SignOut, Some("activity-sign-out")),
        _ => (Icon::Activity, None),
    }
}
