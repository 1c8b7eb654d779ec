//! The browser side of the island.

mod clock;
mod events;
mod forms;
mod swap;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, convert::FromWasmAbi};
use web_sys::{Document, EventTarget, Window};

/// Starts everything; called once per page.
pub(super) fn start(events: Option<String>, locale: String) {
    forms::send_once();
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

/// Listens for as long as the page lives.
fn listen<E: FromWasmAbi + 'static>(target: &EventTarget, event: &str, handler: impl FnMut(E) + 'static) {
    let closure = Closure::<dyn FnMut(E)>::new(handler);
    if target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref()).is_ok() {
        closure.forget();
    }
}
