//! Requests to our own server, in JSON.

use js_sys::JSON;
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::js::{self, Result};

/// Longest wait for an answer, in milliseconds.
const PATIENCE: f64 = 10_000.0;

/// Asks for something that changes nothing.
pub(super) async fn get(path: &str) -> Result {
    send(path, "GET", &JsValue::UNDEFINED, &JsValue::UNDEFINED).await
}

/// Sends `body` as the page of `csrf` may.
pub(super) async fn post(path: &str, csrf: &str, body: &JsValue) -> Result {
    let headers = js::object(&[
        ("content-type", &JsValue::from_str("application/json")),
        ("x-leasehold-csrf", &JsValue::from_str(csrf)),
    ]);
    send(path, "POST", &headers, &JSON::stringify(body)?.into()).await
}

/// The token of a form, or of the first form in what is given.
pub(super) fn csrf(within: &Element) -> Option<String> {
    let field = within.query_selector("input[name=csrf]").ok()??;
    js::text(&field, "value").ok()
}

async fn send(path: &str, method: &str, headers: &JsValue, body: &JsValue) -> Result {
    // Undefined in browsers that cannot: then the browser's own limit holds.
    let signal = js::get(&js::global(), "AbortSignal");
    let signal = js::call(&signal, "timeout", &[&PATIENCE.into()]).unwrap_or(JsValue::UNDEFINED);
    let init = js::object(&[
        ("method", &JsValue::from_str(method)),
        ("headers", headers),
        ("body", body),
        ("cache", &JsValue::from_str("no-store")),
        // Signed out meanwhile: no page in place of an answer.
        ("redirect", &JsValue::from_str("error")),
        ("signal", &signal),
    ]);
    let response = js::ask(&js::global(), "fetch", &[&JsValue::from_str(path), &init]).await?;
    if !js::get(&response, "ok").is_truthy() {
        return Err(js::get(&response, "status"));
    }
    match js::get(&response, "status").as_f64() {
        Some(204.0) => Ok(JsValue::UNDEFINED),
        _ => js::ask(&response, "json", &[]).await,
    }
}
