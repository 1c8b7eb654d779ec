use leasehold_oauth_types::account::ScopeView;
use leptos::prelude::*;

use super::standing::first_loss;
use crate::components::{LossPill, When};
use crate::visit::use_texts;

/// One scope of an app: what it allows, its word, why it is not active, the raw name in details.
#[component]
pub(super) fn ScopeRow(scope: ScopeView) -> impl IntoView {
    let t = use_texts();
    let loss = first_loss(&scope).cloned();
    let reasons = scope.losses.iter().map(|loss| {
        view! {
            <p class="scope-reason">{loss.text.clone()}</p>
            <p class="muted">{t.get("lost-since")} " " <When at=loss.since/></p>
        }
    });
    view! {
        <li class="scope-row">
            <div class="scope-text">
                <p class="scope-title">{scope.title.clone()}</p>
                {reasons.collect_view()}
                <details class="details">
                    <summary>{t.get("access-details")}</summary>
                    <p class="muted">{scope.description.clone()}</p>
                    <p><code>{scope.scope.to_string()}</code></p>
                </details>
            </div>
            <LossPill word=scope.word loss/>
        </li>
    }
}
