use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::Remedy;
use leasehold_oauth_types::account::{AccessView, DeviceNumberView};
use leptos::prelude::*;

use super::app_card::AppCard;
use super::confirm_number::ConfirmNumber;
use super::notice::UNDONE;
use super::{AccountFrame, Notice, Standing};
use crate::components::{Empty, Icon, PageHead, titled};
use crate::data::{PageError, read};
use crate::sites::{AppState, Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /access`
pub(crate) async fn page(State(state): State<AppState>, visit: Visit) -> Response {
    let page = load(&state, &visit).await;
    respond(visit, page)
}

async fn load(state: &AppState, visit: &Visit) -> Result<Page, PageError> {
    let standing = Standing::load(state, visit).await?;
    let device = match waits_for_device(&standing.access) {
        true => read(&*state.backend, &visit.request, "/account/v1/device-number").await?,
        false => DeviceNumberView::default(),
    };
    let title = titled(visit, UNDONE, "nav-access");
    let page = Page::new(title, move || view! { <Access standing device/> });
    Ok(page.forms_lead_to(vec![visit.site.issuer_origin.clone()]))
}

/// Whether this device has to be confirmed on another one.
fn waits_for_device(access: &AccessView) -> bool {
    let here = access.apps.iter().filter(|app| app.this_session);
    let mut losses = here.flat_map(|app| &app.scopes).flat_map(|scope| &scope.losses);
    losses.any(|loss| loss.remedy == Remedy::ConfirmDevice && !loss.can_restore_here)
}

#[component]
fn Access(standing: Standing, device: DeviceNumberView) -> impl IntoView {
    let t = use_texts();
    let access = standing.access.clone();
    let apps = if access.apps.is_empty() {
        view! { <Empty icon=Icon::Apps text=t.get("access-empty")/> }.into_any()
    } else {
        access.apps.into_iter().map(|app| view! { <AppCard app/> }).collect_view().into_any()
    };
    view! {
        <AccountFrame current="/access" standing>
            <Notice/>
            <PageHead title=t.get("nav-access") lead=t.get("access-lead")/>
            <div id="live-access" class="cards" data-live="">
                {device.number.map(|number| {
                    view! { <ConfirmNumber number here=device.can_confirm_here mail=device.can_mail/> }
                })}
                {apps}
            </div>
        </AccountFrame>
    }
}
