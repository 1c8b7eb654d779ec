//! Text to take along: `data-copy` copies the text of the element with that id, `data-print` prints the page.
//! Their buttons are hidden until they turn out to work.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event};

use super::{js, part};

const COPY: &str = "[data-copy]";
const PRINT: &str = "[data-print]";
const COPIED: &str = "[data-copied]";

pub(super) fn start() {
    let (true, Some(document)) = (!part::all("[data-copy], [data-print]").is_empty(), super::document())
    else {
        return;
    };
    if js::has(&clipboard(), "writeText") {
        part::show_all(COPY);
    }
    if js::has(&js::global(), "print") {
        part::show_all(PRINT);
    }
    super::listen(&document, "click", |event: Event| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        if let Ok(Some(button)) = target.closest(COPY) {
            let id = button.get_attribute("data-copy").unwrap_or_default();
            spawn_local(async move {
                if copy(&id).await.is_ok() {
                    part::show_all(COPIED);
                }
            });
        } else if let Ok(Some(_)) = target.closest(PRINT) {
            let _ = js::call(&js::global(), "print", &[]);
        }
    });
}

fn clipboard() -> JsValue {
    js::get(&js::get(&js::global(), "navigator"), "clipboard")
}

async fn copy(id: &str) -> js::Result {
    let element = super::document().and_then(|page| page.get_element_by_id(id));
    let text = js::text(&element.map_or(JsValue::UNDEFINED, Into::into), "innerText")?;
    js::ask(&clipboard(), "writeText", &[&JsValue::from_str(&text)]).await
}
