use leptos::prelude::*;

use super::{Icon, Symbol};

/// What an alert is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AlertTone {
    Error,
    Info,
    Done,
}

/// One message above or inside a form. Errors are announced.
#[component]
pub(crate) fn Alert(tone: AlertTone, #[prop(into)] text: String) -> impl IntoView {
    let (class, icon, role) = match tone {
        AlertTone::Error => ("alert alert-error", Icon::Warning, "alert"),
        AlertTone::Info => ("alert alert-info", Icon::Info, "note"),
        AlertTone::Done => ("alert alert-done", Icon::Check, "status"),
    };
    view! {
        <div class=class role=role>
            <Symbol icon/>
            <p>{text}</p>
        </div>
    }
}
