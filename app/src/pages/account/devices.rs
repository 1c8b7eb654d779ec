use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::account::{AccessView, DeviceView, DevicesView, TrustWord};
use leptos::prelude::*;

use super::device_new::NewDevice;
use super::device_row::DeviceRow;
use super::{AccountFrame, Notice, Standing};
use crate::components::{Button, ButtonKind, PageHead, PostForm};
use crate::data::{PageError, read};
use crate::sites::{AppState, Page, respond};
use crate::visit::{Visit, use_texts, use_visit};

/// `GET /devices`
pub(crate) async fn page(State(state): State<AppState>, visit: Visit) -> Response {
    let page = load(&state, &visit).await;
    respond(visit, page)
}

async fn load(state: &AppState, visit: &Visit) -> Result<Page, PageError> {
    let access: AccessView = read(&*state.backend, &visit.request, "/account/v1/access").await?;
    let devices: DevicesView = read(&*state.backend, &visit.request, "/account/v1/devices").await?;
    let needs = Standing::of(&access).needs;
    let title = visit.texts.get("nav-devices");
    let page = Page::new(title, move || view! { <Devices devices needs/> });
    Ok(page.forms_lead_to(vec![visit.site.issuer_origin.clone()]))
}

#[component]
fn Devices(devices: DevicesView, needs: usize) -> impl IntoView {
    let t = use_texts();
    let is_new =
        |device: &DeviceView| device.trust == TrustWord::New && !device.this_device && signed_in(device);
    let (unusual, usual): (Vec<_>, Vec<_>) = devices.devices.into_iter().partition(is_new);
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
        <AccountFrame current="/devices" needs>
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

/// Whether any session on the device is live.
pub(super) fn signed_in(device: &DeviceView) -> bool {
    device.sessions.iter().any(|session| session.signed_out.is_none())
}
