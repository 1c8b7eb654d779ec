use axum::response::Response;
use leptos::prelude::*;

use crate::components::{ButtonKind, Gate, LinkButton};
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts, use_visit};

/// `GET /`
pub(crate) async fn page(visit: Visit) -> Response {
    let page = Page::new(visit.texts.get("issuer-home-title"), || view! { <Home/> });
    respond(visit, Ok(page))
}

/// Nothing happens at the issuer's root; the dashboard is where people want to be.
#[component]
fn Home() -> impl IntoView {
    let t = use_texts();
    let dashboard = use_visit().site.dashboard_origin.clone();
    view! {
        <Gate title=t.get("issuer-home-title") lead=t.get("issuer-home-lead")>
            <LinkButton kind=ButtonKind::Primary href=dashboard label=t.get("issuer-home-go")/>
        </Gate>
    }
}
