//! The event stream. Open only while the page can be seen; on return the page is brought up to date first.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::{Event, EventSource, VisibilityState};

use super::swap;

/// Events carry no content for the page: any of them means that the live parts may be stale.
const NAMES: [&str; 2] = ["message", "grant"];

pub(super) fn follow(address: String) {
    let Some(document) = super::document() else { return };
    if !swap::has_live_parts(&document) {
        return;
    }
    let source = Rc::new(RefCell::new(open(&address)));
    let page = document.clone();
    super::listen(&document, "visibilitychange", move |_: Event| {
        let mut source = source.borrow_mut();
        if page.visibility_state() == VisibilityState::Visible {
            if source.is_none() {
                *source = open(&address);
                swap::refresh();
            }
        } else if let Some(source) = source.take() {
            source.close();
        }
    });
}

fn open(address: &str) -> Option<EventSource> {
    let source = EventSource::new(address).ok()?;
    for name in NAMES {
        super::listen(&source, name, |_: Event| swap::refresh());
    }
    Some(source)
}
