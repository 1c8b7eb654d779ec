use leasehold_oauth_types::interaction::ConsentScopeView;
use leptos::prelude::*;

use crate::components::{Icon, Pill, Symbol, Tone};
use crate::texts::Texts;
use crate::visit::use_texts;

/// One scope of the consent page: a box where it is optional, a sign where it is not.
#[component]
pub(super) fn ConsentScope(scope: ConsentScopeView) -> impl IntoView {
    let t = use_texts();
    let id = format!("scope-{}", scope.scope);
    let details = format!("{id}-details");
    // One name per box: a form may not repeat a field (checklist H-2).
    let name = format!("scope.{}", scope.scope);
    let box_or_sign = if scope.optional {
        view! {
            <input type="checkbox" class="check" name=name value="on" id=id.clone() checked aria-describedby=details.clone()/>
        }
        .into_any()
    } else {
        view! {
            <input type="hidden" name=name value="on"/>
            <span class="check-sign">
                <Symbol icon=Icon::Check/>
            </span>
        }
        .into_any()
    };
    let title = if scope.optional {
        view! { <label for=id>{scope.title.clone()}</label> }.into_any()
    } else {
        view! { <span>{scope.title.clone()}</span> }.into_any()
    };
    let held = scope.held.clone().map(|loss| {
        view! { <p class="scope-held">{t.with("consent-held", [("reason", loss.text.into())])}</p> }
    });
    let returns = scope.returns.clone().map(|loss| {
        view! { <p class="scope-held">{t.with("consent-returns", [("reason", loss.text.into())])}</p> }
    });
    let sensitive = scope.sensitive.then(|| {
        view! { <Pill tone=Tone::Wait icon=Icon::Warning text=t.get("consent-sensitive")/> }
    });
    view! {
        <div class="scope-row">
            {box_or_sign}
            <div class="scope-text">
                <p class="scope-title">{title} {sensitive}</p>
                <div id=details>
                    <p class="muted">{scope.description.clone()}</p>
                    <p class="muted">{lasting(t, &scope)}</p>
                    {returns}
                    {held}
                </div>
            </div>
        </div>
    }
}

fn lasting(t: Texts, scope: &ConsentScopeView) -> String {
    let lasts = match scope.lifetime_s {
        Some(seconds) => t.with("consent-lasts", [("span", t.span(seconds.into()).into())]),
        None => t.get("consent-lasts-session"),
    };
    match scope.max_age_s {
        Some(_) => format!("{lasts} {}", t.get("consent-asks-each-time")),
        None => lasts,
    }
}
