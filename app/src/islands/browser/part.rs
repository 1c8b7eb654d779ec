//! Parts of the page that components mark with attributes, and the form around them.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlFormElement};

use super::js;

/// All elements that match, at this moment.
pub(super) fn all(selector: &str) -> Vec<Element> {
    let Some(document) = super::document() else { return Vec::new() };
    let Ok(nodes) = document.query_selector_all(selector) else { return Vec::new() };
    (0..nodes.length()).filter_map(|index| nodes.item(index)?.dyn_into().ok()).collect()
}

/// The element itself if it matches, or else the first one inside that does.
pub(super) fn inside(element: &Element, selector: &str) -> Option<Element> {
    if element.matches(selector).unwrap_or(false) {
        return Some(element.clone());
    }
    element.query_selector(selector).ok().flatten()
}

/// The form around an element, which may be the form itself.
pub(super) fn form(element: &Element) -> Option<HtmlFormElement> {
    element.closest("form").ok()??.dyn_into().ok()
}

/// Fills a field of the form.
pub(super) fn fill(form: &Element, name: &str, value: &JsValue) {
    if let Ok(Some(field)) = form.query_selector(&["input[name=", name, "]"].concat()) {
        js::set(&field, "value", value);
    }
}

/// Shows what the server drew hidden.
pub(super) fn show(element: &Element) {
    let _ = element.remove_attribute("hidden");
}

/// Shows the first such part.
pub(super) fn show_in(within: &Element, selector: &str) {
    if let Some(element) = inside(within, selector) {
        show(&element);
    }
}

/// Shows everything that waits for something the browser turned out to have.
pub(super) fn show_all(selector: &str) {
    all(selector).iter().for_each(show);
}

/// Hides messages of an earlier try.
pub(super) fn hide(within: &Element, selector: &str) {
    let Ok(nodes) = within.query_selector_all(selector) else { return };
    for index in 0..nodes.length() {
        if let Some(element) = nodes.item(index).and_then(|node| node.dyn_into::<Element>().ok()) {
            let _ = element.set_attribute("hidden", "");
        }
    }
}

/// Sends the form as if this button had been pressed.
pub(super) fn submit(form: &HtmlFormElement, button: Option<&Element>) {
    let sent = button.map(|button| js::call(form, "requestSubmit", &[button.as_ref()]));
    // The button may be gone by now, if its part of the page was swapped.
    if !matches!(sent, Some(Ok(_))) {
        let _ = js::call(form, "requestSubmit", &[]);
    }
}
