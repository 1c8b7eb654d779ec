use axum::response::Response;
use leptos::prelude::*;

use crate::components::{ButtonKind, Gate, LinkButton};
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts, use_visit};

/// `GET /signed-out`
pub(crate) async fn page(visit: Visit) -> Response {
    let page = Page::new(visit.texts.get("signed-out-title"), || view! { <SignedOut/> });
    respond(visit, Ok(page))
}

#[component]
fn SignedOut() -> impl IntoView {
    let t = use_texts();
    let dashboard = use_visit().site.dashboard_origin.clone();
    view! {
        <Gate title=t.get("signed-out-title") lead=t.get("signed-out-lead")>
            <LinkButton kind=ButtonKind::Quiet href=dashboard label=t.get("signed-out-again")/>
        </Gate>
    }
}
