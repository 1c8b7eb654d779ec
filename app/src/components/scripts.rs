use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// Loads the islands once the page is idle.
///
/// Stands in for `HydrationScripts islands=true`, whose preload links carry no nonce and are refused under
/// `'strict-dynamic'` (checklist HD-2). Leptos calls each island's exported function with its element.
/// `leaseholdImport` is for the island, which loads the module for PINs only where one is used.
const START: &str = "window.leaseholdImport=p=>import(p);const idle=window.requestIdleCallback||(f=>setTimeout(f,1));idle(async()=>{\
const m=await import('/pkg/leasehold.js');\
await m.default({module_or_path:'/pkg/leasehold_bg.wasm'});m.hydrate();\
for(const e of document.querySelectorAll('leptos-island')){const f=m[e.dataset.component];if(f)await f(e)}});";

/// The scripts of a page.
#[component]
pub(crate) fn Scripts() -> impl IntoView {
    let nonce = use_nonce().map(|nonce| nonce.to_string());
    view! {
        <link rel="modulepreload" href="/pkg/leasehold.js" nonce=nonce.clone()/>
        <script type="module" nonce=nonce>
            {START}
        </script>
    }
}
