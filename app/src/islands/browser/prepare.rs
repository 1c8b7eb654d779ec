//! Forms that need something before they are sent: a PIN proof (`data-pin`), a proof of the device
//! (`data-device-key`). The form is held back once, its hidden fields are filled, and it is sent as it would
//! have been. A proof of the device is no condition: without one the server knows less.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlFormElement, SubmitEvent};

use super::device_key::DeviceKey;
use super::js::Result;
use super::{api, device_proof, js, part, passkeys, pin};

const DEVICE: &str = "[data-device-key]";

/// While fields are being filled.
const BUSY: &str = "data-busy";
/// When they are.
const READY: &str = "data-ready";

/// Longest wait for a proof of the device, in milliseconds.
const PATIENCE: i32 = 4_000;

pub(super) fn start() {
    let possible = DeviceKey::is_possible();
    if !possible {
        part::show_all("[data-pin-missing]");
    }
    let needed = [DEVICE, pin::PLACE].iter().any(|selector| !part::all(selector).is_empty());
    let (true, true, Some(document), Some(window)) = (possible, needed, super::document(), super::window())
    else {
        return;
    };
    part::show_all("[data-pin-only]");
    super::listen(&document, "submit", |event: SubmitEvent| {
        let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        if let Some(form) = form.filter(|_| !event.default_prevented()) {
            hold_back(&event, form);
        }
    });
    // Coming back from the page cache: what was proved before is used up.
    super::listen(&window, "pageshow", |_: Event| {
        for form in part::all("form[data-busy], form[data-ready]") {
            let _ = form.remove_attribute(BUSY);
            let _ = form.remove_attribute(READY);
        }
    });
}

fn hold_back(event: &SubmitEvent, form: HtmlFormElement) {
    if form.has_attribute(READY) {
        let _ = form.remove_attribute(READY);
        return;
    }
    let button: Option<Element> = event.submitter().map(Into::into);
    let by_passkey = button.as_ref().is_some_and(|button| button.matches(passkeys::BUTTON).unwrap_or(false));
    let unchecked = button.as_ref().is_some_and(|button| button.has_attribute("formnovalidate"));
    if unchecked && !by_passkey {
        // A way back proves nothing.
        return;
    }
    let pin = part::inside(&form, pin::PLACE).filter(|_| !by_passkey);
    let device = part::inside(&form, DEVICE);
    if pin.is_none() && device.is_none() {
        return;
    }
    event.prevent_default();
    if form.has_attribute(BUSY) {
        return;
    }
    let _ = form.set_attribute(BUSY, "");
    spawn_local(async move {
        let proved = match pin {
            Some(place) => pin::fill(&form, &place).await,
            None => Ok(()),
        };
        if proved.is_ok()
            && let Some(place) = device
        {
            prove_device(&form, place).await;
        }
        let _ = form.remove_attribute(BUSY);
        if proved.is_ok() {
            let _ = form.set_attribute(READY, "");
            part::submit(&form, button.as_ref());
        }
    });
}

/// Fills `device_proof`, or leaves it empty.
async fn prove_device(form: &HtmlFormElement, place: Element) {
    let csrf = api::csrf(form).unwrap_or_default();
    let path = place.get_attribute("data-device-start").unwrap_or_default();
    let work = async move { answer(&path, &csrf).await };
    let proof = js::within(PATIENCE, work).await.unwrap_or(JsValue::UNDEFINED);
    part::fill(form, "device_proof", &proof.as_string().unwrap_or_default().into());
}

async fn answer(path: &str, csrf: &str) -> Result {
    let challenge = api::post(path, csrf, &js::object(&[])).await?;
    Ok(js_sys::JSON::stringify(&device_proof::answer(&challenge).await?)?.into())
}
