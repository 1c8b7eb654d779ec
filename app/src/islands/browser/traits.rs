//! Coarse, stable traits of this browser, each hashed on its own with the server's salt before it leaves. What
//! cannot be read is left out, which says nothing.

use leasehold_factors::fingerprint::{ComponentHash, Fingerprint, Observed, ScreenClass};
use wasm_bindgen::JsValue;

use super::js;

/// The hashes by name.
pub(super) fn hashed(salt: &[u8; 32]) -> JsValue {
    let navigator = js::get(&js::global(), "navigator");
    let brand = js::text(&js::get(&navigator, "userAgentData"), "platform");
    let platform = brand.or_else(|_| js::text(&navigator, "platform")).ok();
    let languages =
        js::call(&js::get(&navigator, "languages"), "join", &[]).ok().and_then(|list| list.as_string());
    let zone = zone();
    let fingerprint = Fingerprint::of(
        &Observed {
            platform: platform.as_deref(),
            screen: screen(),
            zone: zone.as_deref(),
            languages: languages.as_deref(),
        },
        salt,
    );
    let text =
        |hash: Option<ComponentHash>| hash.map_or(JsValue::UNDEFINED, |hash| String::from(hash).into());
    js::object(&[
        ("platform", &text(fingerprint.platform)),
        ("screen", &text(fingerprint.screen)),
        ("zone", &text(fingerprint.zone)),
        ("languages", &text(fingerprint.languages)),
    ])
}

fn screen() -> Option<ScreenClass> {
    let screen = js::get(&js::global(), "screen");
    let side = |name| js::get(&screen, name).as_f64().map(|pixels| pixels as u32);
    ScreenClass::of(side("width")?, side("height")?)
}

fn zone() -> Option<String> {
    let intl = js::get(&js::global(), "Intl");
    let format = js::call(&intl, "DateTimeFormat", &[]).ok()?;
    js::text(&js::call(&format, "resolvedOptions", &[]).ok()?, "timeZone").ok()
}
