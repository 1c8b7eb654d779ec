use leptos::prelude::*;

use super::Scripts;
use crate::islands::Live;
use crate::pages::prove_device;
use crate::sites::Brand;
use crate::visit::use_visit;

/// The whole document around a page.
#[component]
pub(crate) fn Document(title: String, children: Children) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let brand = visit.site.brand;
    // The dashboard hears of the person's whole account, the admin pages of everyone's.
    let live = matches!(brand, Brand::Leasehold | Brand::Admin) && visit.person.is_some();
    let events = live.then(|| "/bff/events".to_owned());
    let locale = visit.texts.locale.tag();
    // On apps the key of the browser is proved again and again, wherever scripts run.
    let proof = visit.person.as_ref().map(|_| "/auth/device-proof");
    let due = visit.person.as_ref().map(|person| person.proof_due.to_string());
    let then = visit.person.as_ref().and_then(|_| prove_device::then(&visit));
    view! {
        <!DOCTYPE html>
        <html lang=locale data-brand=brand.attribute()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{format!("{title} · {}", brand.name())}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href="/pkg/leasehold.css"/>
                <Scripts/>
            </head>
            <body data-device-proof=proof data-device-due=due data-device-then=then>
                <a class="skip" href="#main">{t.get("skip-link")}</a>
                {children()}
                <Live events locale=locale.to_owned()/>
            </body>
        </html>
    }
}
