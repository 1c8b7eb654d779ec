use leasehold_oauth_types::account::{AppView, ScopeWord};
use leptos::prelude::*;

use super::restore::Restore;
use super::scope_row::ScopeRow;
use crate::components::{Icon, Pill, Tone, When};
use crate::visit::use_texts;

/// One app: what it may do now, what it lost, and the way back.
#[component]
pub(super) fn AppCard(app: AppView) -> impl IntoView {
    let t = use_texts();
    let works = |word: ScopeWord| matches!(word, ScopeWord::Active | ScopeWord::AsksEachTime);
    let limited = app.scopes.iter().any(|scope| !works(scope.word));
    let (tone, icon, word) = if limited {
        (Tone::Wait, Icon::Info, t.get("app-limited"))
    } else {
        (Tone::Good, Icon::Check, t.get("app-active"))
    };
    // What was lost comes first: it is what people come here for.
    let mut scopes = app.scopes.clone();
    scopes.sort_by_key(|scope| works(scope.word));
    let rows = scopes.into_iter().map(|scope| view! { <ScopeRow scope/> }).collect_view();
    let place = if app.this_session { t.get("app-this-device") } else { app.device_name.clone() };
    let heading = format!("app-{}", app.grant);
    // The same app on two devices makes two cards: the device is part of the name.
    let device = format!("{heading}-device");
    let labelled = format!("{heading} {device}");
    view! {
        <section class="card app-card" aria-labelledby=labelled>
            <div class="card-head">
                <div>
                    <h2 id=heading>{app.name.clone()}</h2>
                    <p class="muted">
                        <bdi id=device>{place}</bdi>
                        " · "
                        {t.get("app-since")}
                        " "
                        <When at=app.since/>
                    </p>
                </div>
                <Pill tone icon text=word/>
            </div>
            <ul class="scope-list" role="list">{rows}</ul>
            <Restore app/>
        </section>
    }
}
