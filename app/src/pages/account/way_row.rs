use leasehold_oauth_types::factors::FactorView;
use leptos::prelude::*;

use crate::components::{ButtonKind, Icon, Pill, Symbol, Tone, When};
use crate::pages::factor_words::{icon, kind_name, name};
use crate::visit::use_visit;

/// From how few recovery codes on it is time for new ones.
const FEW: u32 = 2;

/// One way to prove it's you.
#[component]
pub(super) fn WayRow(factor: FactorView, issuer: String) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let title = name(t, &factor);
    let kind = factor.name.is_some().then(|| view! { <span>{kind_name(t, factor.kind)}</span> });
    let synced = factor.may_sync.map(|may_sync| {
        let key = match (may_sync, factor.synced) {
            (false, _) => "ways-one-device",
            (true, Some(true)) => "ways-synced",
            (true, _) => "ways-may-sync",
        };
        view! { <span>{t.get(key)}</span> }
    });
    let uses = factor.uses.map(|n| view! { <span>{t.with("ways-uses", [("n", n.into())])}</span> });
    let left =
        factor.codes_left.map(|n| view! { <span>{t.with("ways-codes-left", [("n", n.into())])}</span> });
    let waits = factor.counts_from.map(|at| {
        let text = t.with("ways-counts-from", [("when", t.upcoming(at, visit.now).into())]);
        view! { <Pill tone=Tone::Wait icon=Icon::Info text/> }
    });
    let few = factor.codes_left.filter(|left| *left <= FEW).map(|_| {
        view! { <Pill tone=Tone::Wait icon=Icon::Warning text=t.get("ways-codes-few")/> }
    });
    let locked = factor.locked.then(|| {
        view! { <Pill tone=Tone::Wait icon=Icon::Warning text=t.get("ways-locked")/> }
    });
    // Nothing else unlocks it, and never from another device.
    let unlock = factor.locked.then(|| {
        let key = if factor.here { "ways-unlock-here" } else { "ways-unlock-there" };
        view! { <p class="note">{t.get(key)}</p> }
    });
    let copied = factor.compromised.then(|| {
        view! { <Pill tone=Tone::Alarm icon=Icon::Warning text=t.get("ways-copied")/> }
    });
    let replace = factor.compromised.then(|| view! { <p class="note">{t.get("ways-copied-replace")}</p> });
    let here =
        factor.here.then(|| view! { <Pill tone=Tone::Good icon=Icon::Check text=t.get("device-this")/> });
    view! {
        <li class="row">
            <span class="row-icon">
                <Symbol icon=icon(factor.kind)/>
            </span>
            <div class="row-text">
                <p class="row-title"><bdi>{title.clone()}</bdi> " " {here} {copied} {waits} {few} {locked}</p>
                {replace}
                {unlock}
                <p class="muted dots">{kind} {synced} {uses} {left}</p>
                <Since factor=factor.clone()/>
            </div>
            <Change factor issuer title/>
        </li>
    }
}

/// Since when it is there, from where, and when it was used.
#[component]
fn Since(factor: FactorView) -> impl IntoView {
    let t = use_visit().texts;
    // Until it counts, that moment says more than the one before it.
    let added = factor.counts_from.is_none().then(|| {
        view! { <span>{t.get("ways-added")} " " <When at=factor.since/></span> }
    });
    let on = factor.enrolled_on.map(|device| {
        view! { <span>{t.with("ways-added-on", [("device", device.into())])}</span> }
    });
    let used = match factor.last_used {
        Some(at) => view! { <span>{t.get("ways-used")} " " <When at/></span> }.into_any(),
        None => view! { <span>{t.get("ways-never-used")}</span> }.into_any(),
    };
    view! { <p class="muted dots">{added} {on} {used}</p> }
}

/// The link to where it is changed.
#[component]
fn Change(factor: FactorView, issuer: String, title: String) -> impl IntoView {
    let t = use_visit().texts;
    if !factor.removable {
        return None;
    }
    let label = t.get(if factor.renamable { "ways-change" } else { "ways-remove" });
    Some(view! {
        <div class="row-side">
            <a class=ButtonKind::Small.class() href=format!("{issuer}/factors/{}", factor.id)>
                <span>{label}<span class="visually-hidden">{format!(" {title}")}</span></span>
            </a>
        </div>
    })
}
