use axum::response::Response;
use http::StatusCode;
use leptos::prelude::*;

use crate::components::Gate;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /error?code=…`: only codes that we know choose a text; nothing of the address is shown.
pub(crate) async fn page(visit: Visit) -> Response {
    let code = visit.request.query("code").unwrap_or_default();
    let page = of_code(&visit, &code).status(StatusCode::BAD_REQUEST);
    respond(visit, Ok(page))
}

/// The page for a code.
pub(crate) fn of_code(visit: &Visit, code: &str) -> Page {
    let lead = match code {
        "invalid_client" | "unauthorized_client" => "as-error-client",
        "invalid_redirect_uri" => "as-error-redirect",
        "expired" => "as-error-expired",
        "too_many" => "as-error-busy",
        "server_error" | "temporarily_unavailable" => "as-error-server",
        _ => "as-error-request",
    };
    Page::new(visit.texts.get("as-error-title"), move || view! { <Refused lead/> })
}

#[component]
fn Refused(lead: &'static str) -> impl IntoView {
    let t = use_texts();
    view! {
        <Gate title=t.get("as-error-title") lead=t.get(lead)>
            <p class="note">{t.get("as-error-note")}</p>
        </Gate>
    }
}
