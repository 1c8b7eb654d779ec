use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use crate::components::{Button, ButtonKind, Gate, PostForm};
use crate::data::{DemoContextView, DemoDevice, DemoPlace, PageError};
use crate::sites::demo::DemoState;
use crate::sites::{Page, respond};
use crate::texts::Texts;
use crate::visit::{Visit, use_visit};

/// Moves of policy time that the panel offers.
const CLOCKS: [(&str, &str); 5] = [
    ("+1h", "demo-clock-hour"),
    ("+1d", "demo-clock-day"),
    ("sunday_2230", "demo-clock-sunday"),
    ("monday_0900", "demo-clock-monday"),
    ("reset", "demo-clock-reset"),
];

/// `GET /demo/context`
pub(crate) async fn page(State(state): State<DemoState>, visit: Visit) -> Response {
    let page = load(&state, &visit).await;
    respond(visit, page)
}

async fn load(state: &DemoState, visit: &Visit) -> Result<Page, PageError> {
    let view = state.pages.context(&visit.request).await?;
    Ok(Page::new(visit.texts.get("demo-title"), move || view! { <Panel view/> }))
}

/// Place, clock and device of this browser's coming requests.
#[component]
fn Panel(view: DemoContextView) -> impl IntoView {
    let visit = use_visit();
    let t = Texts { zone: view.zone.parse().unwrap_or(visit.texts.zone), ..visit.texts };
    let csrf = view.csrf.clone();
    let places =
        view.places.into_iter().map(|place| view! { <PlaceButton csrf=csrf.clone() place/> }).collect_view();
    let device = |device| view! { <DeviceButton csrf=csrf.clone() device/> };
    let devices = view.devices.into_iter().map(device).collect_view();
    let clocks = CLOCKS.iter().map(|&(value, key)| {
        view! {
            <PostForm action="/demo/context" csrf=csrf.clone()>
                <input type="hidden" name="clock" value=value/>
                <Button kind=ButtonKind::Small label=t.get(key)/>
            </PostForm>
        }
    });
    let clocks = clocks.collect_view();
    let shifted = if view.shifted { t.get("demo-clock-shifted") } else { t.get("demo-clock-real") };
    view! {
        <Gate title=t.get("demo-title") lead=t.get("demo-lead")>
            <h2>{t.get("demo-place")}</h2>
            <div class="actions">{places}</div>
            <h2>{t.get("demo-clock")}</h2>
            <p><span class="number">{t.exact(view.policy_now)}</span> " " <span class="muted">{shifted}</span></p>
            <div class="actions">{clocks}</div>
            <h2>{t.get("demo-device")}</h2>
            <p class="muted">{t.get("demo-device-lead")}</p>
            <div class="actions">{devices}</div>
            <p class="note"><a href="/demo/people">{t.get("demo-people")}</a></p>
        </Gate>
    }
}

#[component]
fn PlaceButton(csrf: String, place: DemoPlace) -> impl IntoView {
    let t = use_visit().texts;
    let name = match place.code.as_str() {
        "NL" => t.get("demo-place-nl"),
        "BR" => t.get("demo-place-br"),
        "DE" => t.get("demo-place-de"),
        "US" => t.get("demo-place-us"),
        _ => t.get("demo-place-unknown"),
    };
    view! { <Choice csrf name="place" value=place.code word=name current=place.current/> }
}

#[component]
fn DeviceButton(csrf: String, device: DemoDevice) -> impl IntoView {
    let t = use_visit().texts;
    let name = match device.code.as_str() {
        "new" => t.get("demo-device-new"),
        "laptop" => t.get("demo-device-laptop"),
        _ => t.get("demo-device-browser"),
    };
    view! { <Choice csrf name="device" value=device.code word=name current=device.current/> }
}

/// A button that chooses; the present choice is pressed.
#[component]
fn Choice(csrf: String, name: &'static str, value: String, word: String, current: bool) -> impl IntoView {
    let pressed = if current { "true" } else { "false" };
    view! {
        <PostForm action="/demo/context" csrf>
            <input type="hidden" name=name value=value/>
            <button type="submit" class="button button-quiet button-small" aria-pressed=pressed>{word}</button>
        </PostForm>
    }
}
