use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use leptos::prelude::*;

use crate::components::{ButtonKind, Gate, LinkButton};
use crate::sites::{AppState, Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /sign-in-failed?code=…`, on every app, for people who are not signed in: only codes that we know
/// choose a text; nothing of the address is shown.
pub(crate) async fn page(State(state): State<AppState>, request: Request) -> Response {
    let visit = Visit::new(&request, state.site, state.backend.now(), None);
    let code = visit.request.query("code").unwrap_or_default();
    let lead = match code.as_str() {
        "denied" => "sign-in-failed-denied",
        "not_in_progress" => "sign-in-failed-expired",
        "interaction_required" => "sign-in-failed-interaction",
        "not_met" => "sign-in-failed-not-met",
        "someone_else" => "sign-in-failed-someone-else",
        "too_many" => "sign-in-failed-busy",
        "unavailable" => "sign-in-failed-unavailable",
        _ => "sign-in-failed-rejected",
    };
    let title = visit.texts.get("sign-in-failed");
    let page = Page::new(title, move || view! { <SignInFailed lead/> }).status(StatusCode::BAD_REQUEST);
    respond(visit, Ok(page))
}

#[component]
fn SignInFailed(lead: &'static str) -> impl IntoView {
    let t = use_texts();
    view! {
        <Gate title=t.get("sign-in-failed") lead=t.get(lead)>
            <p class="gate-actions">
                <LinkButton kind=ButtonKind::Primary href="/auth/login" label=t.get("sign-in-failed-again")/>
            </p>
        </Gate>
    }
}
