use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use super::device_new::NewDevice;
use super::device_row::DeviceRow;
use super::notice::UNDONE;
use super::standing::{is_unusual, signed_in};
use super::{AccountFrame, Notice, Standing};
use crate::components::{Button, ButtonKind, PageHead, PostForm, titled};
use crate::data::PageError;
use crate::sites::{AppState, Page, respond};
use crate::visit::{Visit, use_texts, use_visit};

/// `GET /devices`
pub(crate) async fn page(State(state): State<AppState>, visit: Visit) -> Response {
    let page = load(&state, &visit).await;
    respond(visit, page)
}

async fn load(state: &AppState, visit: &Visit) -> Result<Page, PageError> {
    let standing = Standing::load(state, visit).await?;
    let title = titled(visit, UNDONE, "nav-devices");
    let page = Page::new(title, move || view! { <Devices standing/> });
    Ok(page.forms_lead_to(vec![visit.site.issuer_origin.clone()]))
}

#[component]
fn Devices(standing: Standing) -> impl IntoView {
    let t = use_texts();
    let (unusual, usual): (Vec<_>, Vec<_>) =
        standing.devices.devices.clone().into_iter().partition(is_unusual);
    let others = unusual.iter().chain(&usual).any(|device| !device.this_device && signed_in(device));
    let unusual = (!unusual.is_empty()).then(|| {
        let cards = unusual.into_iter().map(|device| view! { <NewDevice device/> }).collect_view();
        view! {
            <h2 class="section">{t.get("devices-unusual")}</h2>
            <div class="cards">{cards}</div>
        }
    });
    let rows = usual.into_iter().map(|device| view! { <DeviceRow device/> }).collect_view();
    view! {
        <AccountFrame current="/devices" standing>
            <Notice/>
            <PageHead title=t.get("nav-devices") lead=t.get("devices-lead")/>
            <div id="live-devices" data-live="">
                {unusual}
                <h2 class="section">{t.get("devices-yours")}</h2>
                <ul class="card rows" role="list">{rows}</ul>
                <Others others/>
            </div>
        </AccountFrame>
    }
}

#[component]
fn Others(others: bool) -> impl IntoView {
    let t = use_texts();
    if !others {
        return view! { <p class="muted after-list">{t.get("devices-no-others")}</p> }.into_any();
    }
    let csrf = use_visit().person.map(|person| person.csrf.clone()).unwrap_or_default();
    view! {
        <PostForm action="/actions/sign-out-others" csrf class="actions after-list">
            <Button kind=ButtonKind::Quiet label=t.get("devices-sign-out-others")/>
        </PostForm>
    }
    .into_any()
}
