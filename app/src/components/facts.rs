use leptos::prelude::*;

/// One name and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    name: String,
    value: String,
}

impl Fact {
    pub(crate) fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// A list of names and values. Values come from outside and are isolated from the direction of the page.
#[component]
pub(crate) fn Facts(facts: Vec<Fact>) -> impl IntoView {
    let rows = facts.into_iter().map(|Fact { name, value }| {
        view! {
            <div class="fact">
                <dt>{name}</dt>
                <dd>
                    <bdi>{value}</bdi>
                </dd>
            </div>
        }
    });
    view! { <dl class="facts">{rows.collect_view()}</dl> }
}
