//! The second WebAssembly module (`frontend-factors`), loaded when a PIN is first used.

use wasm_bindgen::JsValue;

use super::js::{self, Result};

const SCRIPT: &str = "/pkg/leasehold_factors.js";
const MODULE: &str = "/pkg/leasehold_factors_bg.wasm";

/// Its exports. Loading it again gives the same ones.
pub(super) async fn load() -> Result {
    // `import` is syntax; the script of the page lends it to us (`components::Scripts`).
    let exports = js::ask(&js::global(), "leaseholdImport", &[&JsValue::from_str(SCRIPT)]).await?;
    let place = js::object(&[("module_or_path", &JsValue::from_str(MODULE))]);
    js::ask(&exports, "default", &[&place]).await?;
    Ok(exports)
}
