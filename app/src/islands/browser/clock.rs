//! Relative times and countdowns.

use std::cell::Cell;

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Node};

const RELATIVE: &str = "data-relative";
const COUNTDOWN: &str = "data-countdown";

/// Brings both up to date every second.
pub(super) fn tick(locale: String) {
    let Some(window) = super::window() else { return };
    let options = Object::new();
    let _ = Reflect::set(&options, &JsValue::from_str("numeric"), &JsValue::from_str("auto"));
    let format = Intl::RelativeTimeFormat::new(&Array::of1(&JsValue::from_str(&locale)), &options);
    let closure = Closure::<dyn FnMut()>::new(move || {
        let now = Date::now() / 1000.0;
        each(RELATIVE, |element, at| say_relative(element, now - at, &format));
        each(COUNTDOWN, |element, at| count_down(element, at, now));
    });
    let callback = closure.as_ref().unchecked_ref();
    if window.set_interval_with_callback_and_timeout_and_arguments_0(callback, 1000).is_ok() {
        closure.forget();
    }
}

fn each(attribute: &str, mut act: impl FnMut(&Element, f64)) {
    let Some(document) = super::document() else { return };
    let Ok(nodes) = document.query_selector_all(&["[", attribute, "]"].concat()) else { return };
    for index in 0..nodes.length() {
        let Some(element) = nodes.item(index).and_then(|node| node.dyn_into::<Element>().ok()) else {
            continue;
        };
        // `Number` instead of Rust's parser of floating point numbers, which would add 10 kB.
        let at = element
            .get_attribute(attribute)
            .map_or(f64::NAN, |text| js_sys::Number::from(JsValue::from_str(&text)).value_of());
        if at.is_finite() {
            act(&element, at);
        }
    }
}

/// From a minute to a week; what is younger or older keeps the server's words.
fn say_relative(element: &Element, age: f64, format: &Intl::RelativeTimeFormat) {
    let (value, unit) = match age {
        age if age < 60.0 => return,
        age if age < 3_600.0 => (age / 60.0, "minute"),
        age if age < 86_400.0 => (age / 3_600.0, "hour"),
        age if age < 7.0 * 86_400.0 => (age / 86_400.0, "day"),
        _ => return,
    };
    write(element, &String::from(format.format(-value.floor(), unit)));
}

thread_local! {
    /// The end for which the page was last brought up to date.
    static ENDED: Cell<f64> = const { Cell::new(f64::NAN) };
}

/// `4:32`; at zero the page is brought up to date, once. Where that takes nothing away (a page that a form drew cannot be
/// asked for again, and clocks differ), extra access that is over is hidden here.
fn count_down(element: &Element, at: f64, now: f64) {
    let left = at - now;
    if left < 0.0 {
        if ENDED.replace(at) != at {
            super::swap::refresh();
        } else if let Ok(Some(part)) = element.closest("section:has(> .elevation)") {
            let _ = part.set_attribute("hidden", "");
        }
    }
    let left = left.max(0.0) as u32;
    let (minutes, seconds) = (left / 60, left % 60);
    let padding = if seconds < 10 { ":0" } else { ":" };
    write(element, &[&minutes.to_string(), padding, &seconds.to_string()].concat());
}

fn write(element: &Element, text: &str) {
    let Some(node) = element.first_child().filter(|node| node.node_type() == Node::TEXT_NODE) else { return };
    // Only real changes, so that nothing is announced or selected anew each second.
    if node.node_value().as_deref() != Some(text) {
        node.set_node_value(Some(text));
    }
}
