use leasehold_oauth_types::account::{AppView, ScopeView, ScopeWord};
use leptos::prelude::*;

use super::restore::Restore;
use super::standing::{first_loss, needing};
use crate::components::{LossPill, When};
use crate::visit::use_texts;

/// What an app lost and the person can have back: the effect, the reason, the way back.
#[component]
pub(super) fn NeedsCard(app: AppView) -> impl IntoView {
    let t = use_texts();
    let lost = needing(&app);
    let nouns = lost.iter().map(|scope| scope.noun.clone()).collect::<Vec<_>>().join(", ");
    let title = t.with(
        "off-in-app",
        [("nouns", nouns.into()), ("n", lost.len().into()), ("app", app.name.clone().into())],
    );
    let mut reasons: Vec<String> = lost.iter().filter_map(first_loss).map(|loss| loss.text.clone()).collect();
    reasons.dedup();
    let kept: Vec<String> = app
        .scopes
        .iter()
        .filter(|scope| matches!(scope.word, ScopeWord::Active | ScopeWord::AsksEachTime))
        .map(|scope| scope.noun.clone())
        .collect();
    let kept = (!kept.is_empty())
        .then(|| t.with("still-works", [("nouns", kept.join(", ").into()), ("n", kept.len().into())]));
    let first = lost.first().and_then(first_loss).cloned();
    let took = first.as_ref().and_then(|loss| loss.took_ms).map(|ms| {
        // Rounded up: nothing takes 0.00 s.
        let hundredths = ms.div_ceil(10).max(1);
        let seconds = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        view! { <span>{t.with("took-effect", [("seconds", seconds.into())])}</span> }
    });
    view! {
        <section class="card card-lead">
            <div class="card-body">
                <LossPill word=ScopeWord::NeedsYou loss=None/>
                <h2>{title}</h2>
                <p class="card-text">{reasons.join(" ")} " " {kept}</p>
                <Restore app=app.clone()/>
            </div>
            <div class="card-foot">
                {first.map(|loss| view! { <When at=loss.since/> })}
                <span><bdi>{app.device_name.clone()}</bdi></span>
                {took}
                <a href="/access">{t.get("overview-details")}</a>
            </div>
        </section>
    }
}

/// What comes back by itself, and when.
#[component]
pub(super) fn PausedCard(app: String, scope: ScopeView) -> impl IntoView {
    let t = use_texts();
    let loss = first_loss(&scope).cloned();
    let reason = loss.as_ref().map(|loss| loss.text.clone());
    view! {
        <section class="card card-small">
            <LossPill word=scope.word loss/>
            <h2>{t.with("lost-in-app", [("noun", scope.noun.into()), ("app", app.into())])}</h2>
            <p class="muted">{reason} " " {t.get("paused-returns")}</p>
        </section>
    }
}
