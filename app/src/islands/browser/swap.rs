//! Fetches the page anew and swaps its live parts (`data-live`, matched by id). The fragment is the server's
//! own HTML, so there is one way to draw a page.

use std::cell::Cell;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Document, DomParser, Element, RequestInit, RequestRedirect, Response, ResponseType, SupportedType,
};

const LIVE: &str = "[data-live][id]";

thread_local! {
    /// Whether a fetch is under way, and whether another event came meanwhile.
    static BUSY: Cell<(bool, bool)> = const { Cell::new((false, false)) };
}

pub(super) fn has_live_parts(document: &Document) -> bool {
    document.query_selector(LIVE).ok().flatten().is_some()
}

/// Brings the live parts up to date; events that come while that is going on lead to one more round.
pub(super) fn refresh() {
    if BUSY.replace((true, true)).0 {
        return;
    }
    spawn_local(async {
        while BUSY.replace((true, false)).1 {
            // Without an answer the page stays as it is; the next event tries again.
            let _ = swap().await;
        }
        BUSY.set((false, false));
    });
}

async fn swap() -> Result<(), JsValue> {
    let (Some(window), Some(document)) = (super::window(), super::document()) else { return Ok(()) };
    let init = RequestInit::new();
    init.set_redirect(RequestRedirect::Manual);
    let address = window.location().href()?;
    let response = JsFuture::from(window.fetch_with_str_and_init(&address, &init)).await?;
    let response: Response = response.unchecked_into();
    if response.type_() == ResponseType::Opaqueredirect {
        // Signed out, or something else is due first: the browser goes where the server says.
        return window.location().reload();
    }
    if !response.ok() {
        return Ok(());
    }
    let html = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    let fresh = DomParser::new()?.parse_from_string(&html, SupportedType::TextHtml)?;
    let parts = document.query_selector_all(LIVE)?;
    for index in 0..parts.length() {
        if let Some(old) = parts.item(index).and_then(|node| node.dyn_into::<Element>().ok()) {
            replace(&document, &old, &fresh)?;
        }
    }
    Ok(())
}

fn replace(document: &Document, old: &Element, fresh: &Document) -> Result<(), JsValue> {
    let Some(new) = fresh.get_element_by_id(&old.id()) else { return Ok(()) };
    // Somebody is typing or has the keyboard focus in there: the part waits for the next event.
    let focused = document.active_element().is_some_and(|active| old.contains(Some(&active)));
    if focused || old.outer_html() == new.outer_html() {
        return Ok(());
    }
    let new = document.import_node_with_deep(&new, true)?;
    old.replace_with_with_node_1(&new)
}
