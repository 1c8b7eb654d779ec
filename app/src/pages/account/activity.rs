use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::account::{ActivitiesView, ActivityView, UnusualActivityView, UnusualView};
use leptos::prelude::*;

use super::activity_list::ActivityList;
use super::notice::UNDONE;
use super::unusual_list::UnusualList;
use super::{AccountFrame, Notice, Standing};
use crate::components::{Empty, Icon, PageHead, titled};
use crate::data::{PageError, read};
use crate::sites::{AppState, Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /activity`
pub(crate) async fn page(State(state): State<AppState>, visit: Visit) -> Response {
    let page = load(&state, &visit).await;
    respond(visit, page)
}

async fn load(state: &AppState, visit: &Visit) -> Result<Page, PageError> {
    let standing = Standing::load(state, visit).await?;
    let log: ActivitiesView = read(&*state.backend, &visit.request, "/account/v1/activity").await?;
    let unusual: UnusualActivityView =
        read(&*state.backend, &visit.request, "/account/v1/unusual-activity").await?;
    let title = titled(visit, UNDONE, "nav-activity");
    let page = Page::new(title, move || {
        view! { <Activity entries=log.entries unusual=unusual.activity standing/> }
    });
    Ok(page.forms_lead_to(vec![visit.site.issuer_origin.clone()]))
}

#[component]
fn Activity(entries: Vec<ActivityView>, unusual: Vec<UnusualView>, standing: Standing) -> impl IntoView {
    let t = use_texts();
    let list = if entries.is_empty() {
        view! { <Empty icon=Icon::Activity text=t.get("activity-empty")/> }.into_any()
    } else {
        view! { <ActivityList entries/> }.into_any()
    };
    view! {
        <AccountFrame current="/activity" standing>
            <Notice/>
            <PageHead title=t.get("nav-activity") lead=t.get("activity-lead")/>
            <div id="live-activity" data-live="">
                <UnusualList activity=unusual/>
                {list}
            </div>
        </AccountFrame>
    }
}
