use leasehold_oauth_types::Remedy;
use leasehold_oauth_types::admin::LogEntryView;
use leptos::prelude::*;

use super::filters::rule_name;
use crate::components::{Fact, Facts, Icon, Pill, Tone};
use crate::texts::Texts;
use crate::texts::times::machine;
use crate::visit::use_visit;

/// One entry of the log; its facts unfold without a script.
#[component]
pub(super) fn EntryRow(entry: LogEntryView) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let at = entry.at_ms.div_euclid(1000);
    let origin =
        [entry.device.clone(), entry.place.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let origin = if origin.is_empty() { t.get("log-all-devices") } else { origin };
    // A version is a digest; its beginning tells two apart, and the facts have all of it.
    let version = entry.policy_version.as_ref().map(|version| {
        let short: String = version.chars().take(8).collect();
        t.with("log-version", [("version", short.into())])
    });
    let initiator = match entry.initiator.as_str() {
        "user" => t.get("initiator-user"),
        "admin" => t.get("initiator-admin"),
        "policy" => t.get("initiator-policy"),
        _ => t.get("initiator-system"),
    };
    let took = entry.took_ms.map_or_else(|| "–".to_owned(), |ms| format!("{ms} ms"));
    let facts = facts(t, &entry);
    view! {
        <tr>
            <td data-label=t.get("log-time")>
                <time class="number" datetime=machine(at)>{t.clock(at)}</time>
                <p class="muted">{t.date(at, visit.now)}</p>
            </td>
            <td data-label=t.get("log-person")>
                <p class="row-title"><bdi>{entry.person.clone()}</bdi></p>
                <p class="muted"><bdi>{origin}</bdi></p>
            </td>
            <td data-label=t.get("log-scopes")>
                <Scopes before=entry.before.clone() after=entry.after.clone()/>
            </td>
            <td data-label=t.get("log-rule")>
                <p>{rule_name(&entry.rule)}</p>
                <p class="muted">{version}</p>
                <details class="details">
                    <summary>{t.get("log-facts")}</summary>
                    <Facts facts/>
                </details>
            </td>
            <td data-label=t.get("log-initiator")>{initiator}</td>
            <td data-label=t.get("log-effect") class="number">{took}</td>
            <td data-label=t.get("log-now")>
                <State entry/>
            </td>
        </tr>
    }
}

/// Scopes before and after: what went is struck through and said so, what came is marked.
#[component]
fn Scopes(before: Vec<String>, after: Vec<String>) -> impl IntoView {
    let t = use_visit().texts;
    let chip = |scope: &String, after: &[String], before: &[String]| {
        let scope = scope.clone();
        if !after.contains(&scope) {
            let label = t.get("log-withdrawn");
            view! { <li><del class="chip"><span class="visually-hidden">{label} " "</span>{scope}</del></li> }
                .into_any()
        } else if !before.contains(&scope) {
            let label = t.get("log-given");
            view! { <li><ins class="chip chip-new"><span class="visually-hidden">{label} " "</span>{scope}</ins></li> }.into_any()
        } else {
            view! { <li><span class="chip">{scope}</span></li> }.into_any()
        }
    };
    let mut all = before.clone();
    all.extend(after.iter().filter(|scope| !before.contains(scope)).cloned());
    let chips = all.iter().map(|scope| chip(scope, &after, &before)).collect_view();
    view! { <ul class="chips" role="list">{chips}</ul> }
}

/// How it stands now.
#[component]
fn State(entry: LogEntryView) -> impl IntoView {
    let t = use_visit().texts;
    let (tone, icon, text) = match (entry.closed_at_ms, entry.remedy) {
        (Some(closed), _) => {
            let clock = t.clock(closed.div_euclid(1000));
            (Tone::Good, Icon::Check, t.with("log-restored", [("clock", clock.into())]))
        }
        (None, Some(Remedy::Wait)) => (Tone::Wait, Icon::Pause, t.get("word-paused")),
        (None, Some(Remedy::AskAdmin)) => (Tone::Plain, Icon::Cross, t.get("word-removed")),
        (None, Some(_)) => (Tone::Good, Icon::Key, t.get("log-needs-person")),
        (None, None) => (Tone::Plain, Icon::Info, t.get(change_key(&entry.change))),
    };
    view! { <Pill tone icon text/> }
}

fn change_key(change: &str) -> &'static str {
    match change {
        "hold_closed" => "change-restored",
        "lease_created" | "lease_renewed" => "change-given",
        "lease_expired" => "change-expired",
        "grant_ended" => "change-ended",
        _ => "change-noted",
    }
}

fn facts(t: Texts, entry: &LogEntryView) -> Vec<Fact> {
    let mut facts = vec![
        Fact::new(t.get("log-entry"), entry.seq.to_string()),
        Fact::new(t.get("log-exact"), t.exact(entry.at_ms.div_euclid(1000))),
        Fact::new(t.get("log-username"), entry.username.clone()),
        Fact::new(t.get("log-change"), entry.change.clone()),
        Fact::new(t.get("log-code"), entry.rule.clone()),
    ];
    facts.extend(entry.client.clone().map(|client| Fact::new(t.get("fact-app"), client)));
    facts.extend(entry.policy_version.clone().map(|version| Fact::new(t.get("log-policy"), version)));
    facts.extend(entry.cause.clone().map(|cause| Fact::new(t.get("log-cause"), cause)));
    facts.extend(entry.remedy.map(|remedy| Fact::new(t.get("log-remedy"), remedy.as_str())));
    facts
}
