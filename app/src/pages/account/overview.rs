use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::account::{ActivitiesView, NoticesView};
use leptos::prelude::*;

use super::activity_list::ActivityList;
use super::device_card::DeviceCard;
use super::device_new::NewDevice;
use super::notice_list::NoticeList;
use super::overview_loss::{NeedsCard, PausedCard};
use super::{AccountFrame, Notice, Standing};
use crate::components::PageHead;
use crate::data::{PageError, read};
use crate::sites::{AppState, Page, respond};
use crate::visit::{Visit, use_texts, use_visit};

const RECENT: usize = 5;
const CARDS: usize = 3;

/// `GET /`
pub(crate) async fn page(State(state): State<AppState>, visit: Visit) -> Response {
    let page = load(&state, &visit).await;
    respond(visit, page)
}

async fn load(state: &AppState, visit: &Visit) -> Result<Page, PageError> {
    let standing = Standing::load(state, visit).await?;
    let mut log: ActivitiesView = read(&*state.backend, &visit.request, "/account/v1/activity").await?;
    log.entries.truncate(RECENT);
    let notices: NoticesView = read(&*state.backend, &visit.request, "/account/v1/notices").await?;
    let page = Page::new(visit.texts.get("nav-overview"), move || {
        view! { <Overview standing notices log/> }
    });
    Ok(page.forms_lead_to(vec![visit.site.issuer_origin.clone()]))
}

/// Is anything wrong? One sentence and a few cards.
#[component]
fn Overview(standing: Standing, notices: NoticesView, log: ActivitiesView) -> impl IntoView {
    let t = use_texts();
    let (title, lead) = summary(&standing);
    let unusual =
        standing.unusual().into_iter().take(CARDS).map(|device| view! { <NewDevice device/> }).collect_view();
    let needing =
        standing.needing().into_iter().take(CARDS).map(|app| view! { <NeedsCard app/> }).collect_view();
    let paused =
        standing.paused().into_iter().map(|(app, scope)| view! { <PausedCard app scope/> }).collect_view();
    let device = standing.devices.devices.clone().into_iter().find(|device| device.this_device);
    let recent = (!log.entries.is_empty()).then(|| {
        view! {
            <h2 class="section">{t.get("overview-recent")}</h2>
            <ActivityList entries=log.entries/>
        }
    });
    view! {
        <AccountFrame current="/" standing>
            <Notice/>
            <div id="live-overview" data-live="">
                <PageHead title lead/>
                <div class="cards">
                    {needing}
                    {unusual}
                    <div class="card-grid">
                        {paused}
                        {device.map(|device| view! { <DeviceCard device/> })}
                    </div>
                </div>
                <NoticeList notices/>
                {recent}
            </div>
        </AccountFrame>
    }
}

/// The one sentence, and one more.
fn summary(standing: &Standing) -> (String, String) {
    let visit = use_visit();
    let t = visit.texts;
    let name = visit.person.map(|person| person.first_name().to_owned()).unwrap_or_default();
    let (needs, unusual) = (standing.needs(), standing.unusual().len());
    if needs == 0 && unusual > 0 {
        let title = t.with("overview-title-device", [("n", unusual.into()), ("name", name.into())]);
        return (title, t.get("overview-lead-device"));
    }
    let title = t.with("overview-title", [("n", needs.into()), ("name", name.into())]);
    let lead = if needs > 0 {
        "overview-lead-needs"
    } else if standing.paused().is_empty() {
        "overview-lead-fine"
    } else {
        "overview-lead-paused"
    };
    (title, t.get(lead))
}
