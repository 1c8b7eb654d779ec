//! Tells whoever keeps a person's passkeys which of them are known here, so that no dead one is offered (WebAuthn
//! Level 3 section 5.1.10): `data-passkey-signal` names the method, `data-passkey-options` what it is given.

use js_sys::JSON;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use super::js::Result;
use super::{js, part};

/// Longest wait before the page goes on, in milliseconds.
const PATIENCE: i32 = 2_000;

pub(super) fn start() {
    for place in part::all("[data-passkey-signal]") {
        spawn_local(async move {
            // The page says what to do by hand; a browser that cannot pass it on leaves it at that.
            let _ = pass_on(&place).await;
        });
    }
}

async fn pass_on(place: &Element) -> Result<()> {
    let attribute = |name| place.get_attribute(name).unwrap_or_default();
    let class = js::get(&js::global(), "PublicKeyCredential");
    let (method, options) = (attribute("data-passkey-signal"), attribute("data-passkey-options"));
    if !js::has(&class, &method) {
        return Ok(());
    }
    let options = JSON::parse(&options)?;
    js::within(PATIENCE, async move { js::ask(&class, &method, &[&options]).await }).await?;
    if let Some(then) = place.get_attribute("data-passkey-then") {
        let location = js::get(&js::global(), "location");
        js::call(&location, "replace", &[&JsValue::from_str(&then)])?;
    }
    Ok(())
}
