use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::account::DeviceView;
use leptos::prelude::*;

use super::{AccountFrame, Standing};
use crate::components::{Button, ButtonKind, LinkButton, PageHead, PostForm};
use crate::data::PageError;
use crate::sites::{AppState, Page, respond};
use crate::visit::{Visit, use_texts, use_visit};

/// `GET /devices/block?device=`: what it takes back to say that a device is somebody else's, before it is said.
pub(crate) async fn page(State(state): State<AppState>, visit: Visit) -> Response {
    let page = load(&state, &visit).await;
    respond(visit, page)
}

async fn load(state: &AppState, visit: &Visit) -> Result<Page, PageError> {
    let standing = Standing::load(state, visit).await?;
    let id = visit.request.query("device").ok_or(PageError::NotFound)?;
    let device = standing.devices.devices.iter().find(|device| device.device == id && device.can_block);
    let device = device.cloned().ok_or(PageError::NotFound)?;
    let title = visit.texts.with("block-title", [("device", device.name.clone().into())]);
    let page = Page::new(title, move || view! { <Block standing device/> });
    Ok(page.forms_lead_to(vec![visit.site.issuer_origin.clone()]))
}

#[component]
fn Block(standing: Standing, device: DeviceView) -> impl IntoView {
    let t = use_texts();
    let csrf = use_visit().person.map(|person| person.csrf.clone()).unwrap_or_default();
    let title = t.with("block-title", [("device", device.name.clone().into())]);
    let taken = ["block-signs-out", "block-trust", "block-factors"];
    let taken = taken.map(|key| view! { <li>{t.get(key)}</li> }).collect_view();
    view! {
        <AccountFrame current="/devices" standing>
            <PageHead title lead=t.get("block-lead")/>
            <section class="card">
                <div class="card-body stack">
                    <ul class="bullets">{taken}</ul>
                    <p class="muted">{t.get("block-back")}</p>
                    <div class="actions">
                        <PostForm action="/actions/block-device" csrf>
                            <input type="hidden" name="device" value=device.device/>
                            <Button kind=ButtonKind::Primary label=t.get("block-submit")/>
                        </PostForm>
                        <LinkButton kind=ButtonKind::Quiet href="/devices" label=t.get("block-cancel")/>
                    </div>
                </div>
            </section>
        </AccountFrame>
    }
}
