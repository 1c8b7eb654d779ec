//! On apps the device is proved again while somebody uses them:
//! `<body data-device-proof="/auth/device-proof" data-device-due="…">`, due in so many seconds, and every four
//! minutes after that while the page can be seen.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Date;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event};

use super::js::Result;
use super::{api, device_proof, js, part};

/// Proofs are good for five minutes; in milliseconds.
const EVERY: f64 = 240_000.0;
/// After one that failed.
const AGAIN: f64 = 60_000.0;
/// The same on a page that only waits for it.
const SOON: f64 = 2_000.0;
/// How often to look whether one is due.
const LOOK: i32 = 15_000;

/// A form that waits for the proof.
const HELD: &str = "form[data-held]";

pub(super) fn start() {
    let Some(body) = part::all("body[data-device-proof]").pop() else { return };
    let Some(document) = super::document() else { return };
    let due = body.get_attribute("data-device-due").unwrap_or_default();
    let due = js_sys::Number::from(JsValue::from_str(&due)).value_of().max(0.0);
    let next = Rc::new(Cell::new(Date::now() + due * 1000.0));
    let waits = body.has_attribute("data-device-then") || !part::all(HELD).is_empty();
    let (again, every) = if waits { (SOON, SOON as i32) } else { (AGAIN, LOOK) };
    let look = Rc::new(move || {
        let now = Date::now();
        if super::is_visible() && now >= next.get() {
            // Set first, so that two looks make one proof.
            next.set(now + EVERY);
            let (body, next) = (body.clone(), Rc::clone(&next));
            spawn_local(async move {
                match prove(&body).await {
                    // Signed out: where the page goes on to is the way to sign in.
                    Err(status) if status == 401.0 => drop(go_on(&body)),
                    Err(_) => next.set(now + again),
                    Ok(()) => {}
                }
            });
        }
    });
    let visible = Rc::clone(&look);
    super::listen(&document, "visibilitychange", move |_: Event| visible());
    spawn_local(async move {
        loop {
            look();
            let _ = js::wait(&js::pause(every)).await;
        }
    });
}

async fn prove(body: &Element) -> Result<()> {
    let path = body.get_attribute("data-device-proof").unwrap_or_default();
    let csrf = api::csrf(body).unwrap_or_default();
    let challenge = api::get(&path).await?;
    api::post(&path, &csrf, &device_proof::answer(&challenge).await?).await?;
    // The page only waits for this.
    if let Some(form) = part::all(HELD).first().and_then(part::form) {
        part::submit(&form, None);
        return Ok(());
    }
    go_on(body)
}

fn go_on(body: &Element) -> Result<()> {
    if let Some(then) = body.get_attribute("data-device-then") {
        let location = js::get(&js::global(), "location");
        js::call(&location, "replace", &[&JsValue::from_str(&then)])?;
    }
    Ok(())
}
