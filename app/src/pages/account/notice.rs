use leptos::prelude::*;

use crate::components::{Alert, AlertTone};
use crate::visit::{use_texts, use_visit};

/// What the last action did, from `?done=`. Only words that we know are shown.
#[component]
pub(super) fn Notice() -> impl IntoView {
    let key = match use_visit().request.query("done")?.as_str() {
        "restored" => "notice-restored",
        "confirmed" => "notice-confirmed",
        "blocked" => "notice-blocked",
        "signed-out" => "notice-signed-out",
        "signed-out-others" => "notice-signed-out-others",
        _ => return None,
    };
    Some(view! { <Alert tone=AlertTone::Done text=use_texts().get(key)/> })
}
