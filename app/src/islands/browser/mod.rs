//! The browser side of the island.

mod api;
mod clock;
mod device_key;
mod device_proof;
mod device_refresh;
mod events;
mod forms;
mod js;
mod key_store;
mod part;
mod passkey_signals;
mod passkeys;
mod pin;
mod pin_module;
mod prepare;
mod swap;
mod take_along;
mod traits;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, convert::FromWasmAbi};
use web_sys::{Document, EventTarget, VisibilityState, Window};

/// Starts everything; called once per page.
pub(super) fn start(events: Option<String>, locale: String) {
    // Before the marking of what was sent: a form that is still being prepared was not.
    prepare::start();
    forms::send_once();
    passkeys::start();
    passkey_signals::start();
    device_refresh::start();
    take_along::start();
    clock::tick(locale);
    if let Some(address) = events {
        events::follow(address);
    }
}

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// Whether anybody can see the page.
fn is_visible() -> bool {
    document().is_some_and(|page| page.visibility_state() == VisibilityState::Visible)
}

/// Listens for as long as the page lives.
fn listen<E: FromWasmAbi + 'static>(target: &EventTarget, event: &str, handler: impl FnMut(E) + 'static) {
    let closure = Closure::<dyn FnMut(E)>::new(handler);
    if target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref()).is_ok() {
        closure.forget();
    }
}
