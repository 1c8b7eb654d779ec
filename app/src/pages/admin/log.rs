use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::admin::{LogQuery, LogView};
use leptos::prelude::*;

use super::entry_row::EntryRow;
use super::filters::Filters;
use crate::components::{AppFrame, Empty, Icon, NavItem, PageHead};
use crate::data::{PageError, read};
use crate::sites::{AppState, Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /?person=&rule=&initiator=&before=`: a filtered view is a link.
pub(crate) async fn page(State(state): State<AppState>, visit: Visit) -> Response {
    let page = load(&state, &visit).await;
    respond(visit, page)
}

async fn load(state: &AppState, visit: &Visit) -> Result<Page, PageError> {
    let filter = |name| visit.request.query(name);
    let before = match filter("before") {
        Some(text) => Some(text.parse().map_err(|_| PageError::Invalid)?),
        None => None,
    };
    let query =
        LogQuery { person: filter("person"), rule: filter("rule"), initiator: filter("initiator"), before };
    let log: LogView = read(&*state.backend, &visit.request, address("/admin/v1/log", &query)).await?;
    let title = visit.texts.get("nav-log");
    Ok(Page::new(title, move || view! { <Log log query/> }))
}

/// A path with the filters that are set.
fn address(path: &str, query: &LogQuery) -> String {
    match serde_urlencoded::to_string(query) {
        Ok(text) if !text.is_empty() => format!("{path}?{text}"),
        _ => path.to_owned(),
    }
}

#[component]
fn Log(log: LogView, query: LogQuery) -> impl IntoView {
    let t = use_texts();
    let nav = vec![NavItem { href: "/", icon: Icon::List, key: "nav-log", count: 0 }];
    let lead = t.with("log-lead", [("n", log.total.into()), ("count", t.count(log.total).into())]);
    let older = log.next.map(|before| {
        let href = address("/", &LogQuery { before: Some(before), ..query.clone() });
        view! { <p class="after-list"><a class="button button-quiet" href=href>{t.get("log-older")}</a></p> }
    });
    let table = if log.entries.is_empty() {
        view! { <Empty icon=Icon::List text=t.get("log-empty")/> }.into_any()
    } else {
        view! { <Table log/> }.into_any()
    };
    view! {
        <AppFrame nav current="/">
            <div class="wide">
                <PageHead title=t.get("nav-log") lead/>
                <Filters query/>
                <div id="live-log" data-live="">
                    {table}
                    {older}
                </div>
            </div>
        </AppFrame>
    }
}

#[component]
fn Table(log: LogView) -> impl IntoView {
    let t = use_texts();
    let rows = log.entries.into_iter().map(|entry| view! { <EntryRow entry/> }).collect_view();
    view! {
        <div class="card table-card">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t.get("log-time")}</th>
                        <th scope="col">{t.get("log-person")}</th>
                        <th scope="col">{t.get("log-scopes")}</th>
                        <th scope="col">{t.get("log-rule")}</th>
                        <th scope="col">{t.get("log-initiator")}</th>
                        <th scope="col">{t.get("log-effect")}</th>
                        <th scope="col">{t.get("log-now")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_a_link() {
        let query = LogQuery { person: Some("Bram de Wit".into()), before: Some(7), ..LogQuery::default() };
        assert_eq!(address("/", &query), "/?person=Bram+de+Wit&before=7");
        assert_eq!(address("/", &LogQuery::default()), "/");
    }
}
