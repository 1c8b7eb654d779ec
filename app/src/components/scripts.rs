use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// Loads the islands once the page is idle.
///
/// Stands in for `HydrationScripts islands=true`, whose preload links carry no nonce and are refused under
/// `'strict-dynamic'` (checklist HD-2). Leptos calls each island's exported function with its element.
/// `leaseholdImport` is for the island, which loads the module for PINs only where one is used.
///
/// A form that brings a proof of the device waits until the island can make one: whoever is quicker than the
/// scripts would else be taken for another browser. It waits no longer than eight seconds, and not at all once
/// the scripts have failed.
const START: &str = "window.leaseholdImport=p=>import(p);let ready=false,held;\
addEventListener('submit',e=>{if(!ready&&e.target.querySelector('[data-device-key]')){\
e.preventDefault();held??=[e.target,e.submitter]}},true);\
const go=()=>{if(!ready){ready=true;if(held)held[0].requestSubmit(held[1])}};setTimeout(go,8000);\
const idle=window.requestIdleCallback||(f=>setTimeout(f,1));idle(async()=>{try{\
const m=await import('/pkg/leasehold.js');\
await m.default({module_or_path:'/pkg/leasehold_bg.wasm'});m.hydrate();\
for(const e of document.querySelectorAll('leptos-island')){const f=m[e.dataset.component];if(f)await f(e)}\
}finally{go()}});";

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
