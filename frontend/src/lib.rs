//! Entry point of the WebAssembly that the pages load once they are idle.

// The islands register themselves as exports; linking the crate is what keeps them.
extern crate leasehold_app;

/// Starts the islands of the page. Called by the script in each page's head.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
