use leasehold_oauth_types::admin::LogQuery;
use leptos::prelude::*;

use crate::visit::use_texts;

/// Rules whose names the pages know; others are shown by their code.
const RULES: [&str; 3] = ["new_device", "left_region", "business_hours"];
const INITIATORS: [&str; 4] = ["user", "admin", "policy", "system"];

/// The filters, a `GET` form: the address holds them.
#[component]
pub(super) fn Filters(query: LogQuery) -> impl IntoView {
    let t = use_texts();
    let rules = RULES.iter().map(|&rule| (rule, rule_name(rule))).collect();
    let initiators = INITIATORS.iter().map(|&who| (who, t.get(&format!("initiator-{who}")))).collect();
    let filtered = query != LogQuery::default();
    let clear = filtered.then(|| view! { <a class="button button-quiet" href="/">{t.get("log-clear")}</a> });
    view! {
        <form method="get" action="/" class="filters" role="search" aria-label=t.get("log-filter")>
            <div class="filter filter-wide">
                <label for="person">{t.get("log-person")}</label>
                <input class="input" id="person" name="person" type="search" value=query.person maxlength="128"/>
            </div>
            <Select name="rule" label=t.get("log-rule") options=rules chosen=query.rule/>
            <Select name="initiator" label=t.get("log-initiator") options=initiators chosen=query.initiator/>
            <button class="button button-quiet" type="submit">{t.get("log-apply")}</button>
            {clear}
        </form>
    }
}

#[component]
fn Select(
    name: &'static str,
    label: String,
    options: Vec<(&'static str, String)>,
    chosen: Option<String>,
) -> impl IntoView {
    let t = use_texts();
    let options = options.into_iter().map(|(value, word)| {
        let selected = chosen.as_deref() == Some(value);
        view! { <option value=value selected=selected>{word}</option> }
    });
    view! {
        <div class="filter">
            <label for=name>{label}</label>
            <select class="input" id=name name=name>
                <option value="">{t.get("log-any")}</option>
                {options.collect_view()}
            </select>
        </div>
    }
}

/// The name of a rule or act; its code, made readable, where there is no text.
pub(super) fn rule_name(code: &str) -> String {
    let t = use_texts();
    match code {
        "new_device" => t.get("rule-new-device"),
        "left_region" => t.get("rule-left-region"),
        "business_hours" => t.get("rule-business-hours"),
        "stale_authentication" => t.get("rule-stale-authentication"),
        other => {
            let mut words = other.replace('_', " ");
            if let Some(first) = words.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            words
        }
    }
}
