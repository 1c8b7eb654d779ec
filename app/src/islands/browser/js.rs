//! Calls to the browser by name.
//!
//! Typed bindings for WebAuthn, WebCrypto and IndexedDB would weigh more than all that is done with them, and
//! what an old browser lacks has to be an error here in any case, never a panic.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// What went wrong; its text is for nobody but the console.
pub(super) type Result<T = JsValue> = std::result::Result<T, JsValue>;

/// The global object.
pub(super) fn global() -> JsValue {
    js_sys::global().into()
}

/// A property; undefined if there is none, or nothing to have it.
pub(super) fn get(target: &JsValue, name: &str) -> JsValue {
    Reflect::get(target, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// A property that is to be a string.
pub(super) fn text(target: &JsValue, name: &str) -> Result<String> {
    get(target, name).as_string().ok_or_else(|| JsValue::from_str(name))
}

/// A property that is to be bytes in base64url.
pub(super) fn bytes(target: &JsValue, name: &str) -> Result<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(text(target, name)?).map_err(|_| JsValue::from_str(name))
}

/// The way back, from a `Uint8Array` or `ArrayBuffer`.
pub(super) fn encoded(bytes: &JsValue) -> JsValue {
    JsValue::from_str(&BASE64_URL_SAFE_NO_PAD.encode(Uint8Array::new(bytes).to_vec()))
}

/// A `Uint8Array`.
pub(super) fn array(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// A plain object. Undefined values are as good as absent ones to `JSON.stringify`.
pub(super) fn object(entries: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        set(&object, name, value);
    }
    object.into()
}

/// Sets a property of an object.
pub(super) fn set(target: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(target, &JsValue::from_str(name), value);
}

/// Whether there is such a method.
pub(super) fn has(target: &JsValue, name: &str) -> bool {
    get(target, name).is_function()
}

/// Calls a method.
pub(super) fn call(target: &JsValue, name: &str, arguments: &[&JsValue]) -> Result {
    let list = Array::new();
    for argument in arguments {
        list.push(argument);
    }
    Reflect::apply(&get(target, name).dyn_into::<Function>()?, target, &list)
}

/// Calls a method and waits for what it promises.
pub(super) async fn ask(target: &JsValue, name: &str, arguments: &[&JsValue]) -> Result {
    wait(&call(target, name, arguments)?).await
}

/// Waits for a promise; anything else is there already.
pub(super) async fn wait(value: &JsValue) -> Result {
    JsFuture::from(Promise::resolve(value)).await
}

/// Resolves after so many milliseconds.
pub(super) fn pause(milliseconds: i32) -> Promise {
    Promise::new(&mut |done, _| {
        if let Some(window) = super::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds);
        }
    })
}

/// What the work gives, or undefined once it has taken too long.
pub(super) async fn within(milliseconds: i32, work: impl Future<Output = Result> + 'static) -> Result {
    let race = Array::of2(&future_to_promise(work), &pause(milliseconds));
    JsFuture::from(Promise::race(&race)).await
}

/// A handler that runs at most once.
pub(super) fn once(handler: impl FnOnce() + 'static) -> JsValue {
    Closure::once_into_js(handler)
}
