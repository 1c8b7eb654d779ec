//! Where the device key lives: IndexedDB `leasehold`, store `keys`, id `device`. Browsers keep it by origin.

use js_sys::Promise;
use wasm_bindgen::JsValue;

use super::js::{self, Result};

const DATABASE: &str = "leasehold";
const STORE: &str = "keys";
const ID: &str = "device";

/// The key pair, if there is one.
pub(super) async fn load() -> Result<Option<JsValue>> {
    let database = open().await?;
    let pair = done(&js::call(&store(&database, "readonly")?, "get", &[&JsValue::from_str(ID)])?).await;
    close(&database);
    Ok(pair?).map(|pair| pair.is_object().then_some(pair))
}

/// Keeps a key pair, unless another page was quicker.
pub(super) async fn add(pair: &JsValue) -> Result<()> {
    let database = open().await?;
    let added =
        done(&js::call(&store(&database, "readwrite")?, "add", &[pair, &JsValue::from_str(ID)])?).await;
    close(&database);
    added.map(drop)
}

async fn open() -> Result {
    let factory = js::get(&js::global(), "indexedDB");
    let request = js::call(&factory, "open", &[&JsValue::from_str(DATABASE), &1.into()])?;
    let upgraded = request.clone();
    // Only for a database that was not there before.
    let upgrade = js::once(move || {
        let _ = js::call(&js::get(&upgraded, "result"), "createObjectStore", &[&JsValue::from_str(STORE)]);
    });
    js::set(&request, "onupgradeneeded", &upgrade);
    done(&request).await
}

fn store(database: &JsValue, mode: &str) -> Result {
    let name = JsValue::from_str(STORE);
    let transaction = js::call(database, "transaction", &[&name, &JsValue::from_str(mode)])?;
    js::call(&transaction, "objectStore", &[&name])
}

/// So that no page stands in the way of another version of the database.
fn close(database: &JsValue) {
    let _ = js::call(database, "close", &[]);
}

/// The result of an `IDBRequest`.
async fn done(request: &JsValue) -> Result {
    let promise = Promise::new(&mut |resolve, reject| {
        js::set(request, "onsuccess", &resolve);
        js::set(request, "onerror", &reject);
    });
    js::wait(&promise).await?;
    Ok(js::get(request, "result"))
}
