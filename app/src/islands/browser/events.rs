//! The event stream. Open only while the page can be seen; on return the page is brought up to date first.
//!
//! The browser itself repairs a broken line, but gives up for good on any answer that is no stream (HTML,
//! "Server-sent events", fail the connection), such as one of a server that is just starting. Then we try.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventSource};

use super::swap;

/// Events carry no content for the page: any of them means that the live parts may be stale.
const NAMES: [&str; 3] = ["message", "grant", "notice"];

/// Wait before the first new try, in milliseconds; doubles with each that fails.
const FIRST_WAIT: i32 = 1_000;
const LONGEST_WAIT: i32 = 30_000;

struct Stream {
    address: String,
    /// `None` while the page is hidden, and between two tries.
    source: RefCell<Option<EventSource>>,
    wait: Cell<i32>,
}

pub(super) fn follow(address: String) {
    let Some(page) = super::document() else { return };
    if !swap::has_live_parts(&page) {
        return;
    }
    let stream = Rc::new(Stream { address, source: RefCell::new(None), wait: Cell::new(FIRST_WAIT) });
    stream.open();
    super::listen(&page, "visibilitychange", move |_: Event| {
        if !super::is_visible() {
            stream.close();
        } else if stream.open() {
            swap::refresh();
        }
    });
}

impl Stream {
    /// `false` if it was open already.
    fn open(self: &Rc<Self>) -> bool {
        let mut slot = self.source.borrow_mut();
        if slot.is_some() {
            return false;
        }
        let Ok(source) = EventSource::new(&self.address) else { return true };
        for name in NAMES {
            super::listen(&source, name, |_: Event| swap::refresh());
        }
        let stream = Rc::clone(self);
        super::listen(&source, "open", move |_: Event| {
            // Nobody told us what happened between the failure and now.
            if stream.wait.replace(FIRST_WAIT) > FIRST_WAIT {
                swap::refresh();
            }
        });
        let (stream, failed) = (Rc::clone(self), source.clone());
        super::listen(&source, "error", move |_: Event| {
            if failed.ready_state() == EventSource::CLOSED {
                stream.try_later();
            }
        });
        *slot = Some(source);
        true
    }

    fn close(&self) {
        if let Some(source) = self.source.take() {
            source.close();
        }
    }

    fn try_later(self: &Rc<Self>) {
        self.close();
        if !super::is_visible() {
            return;
        }
        let wait = self.wait.get();
        self.wait.set((wait * 2).min(LONGEST_WAIT));
        if wait == FIRST_WAIT {
            // Perhaps the session is over: the page's own address then leads on to signing in.
            swap::refresh();
        }
        let stream = Rc::clone(self);
        let again = Closure::once_into_js(move || {
            if super::is_visible() {
                stream.open();
            }
        });
        if let Some(window) = super::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(again.unchecked_ref(), wait);
        }
    }
}
