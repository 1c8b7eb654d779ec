//! A form is sent once: a double click must not send a payment twice. The server makes sure of it again, by
//! the idempotency key in the form.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, SubmitEvent};

const SENT: &str = "data-sent";

pub(super) fn send_once() {
    let Some(document) = super::document() else { return };
    super::listen(&document, "submit", |event: SubmitEvent| {
        let Some(form) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        if form.has_attribute(SENT) {
            event.prevent_default();
        } else if !event.default_prevented() {
            // The buttons stay enabled: a disabled one would not send its name and value.
            let _ = form.set_attribute(SENT, "");
        }
    });
    // Coming back from the page cache, the form is usable again.
    let Some(window) = super::window() else { return };
    super::listen(&window, "pageshow", move |_: Event| {
        let Ok(forms) = document.query_selector_all("form[data-sent]") else { return };
        for index in 0..forms.length() {
            if let Some(form) = forms.item(index).and_then(|node| node.dyn_into::<Element>().ok()) {
                let _ = form.remove_attribute(SENT);
            }
        }
    });
}
