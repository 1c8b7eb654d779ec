use axum::extract::{Request, State};
use axum::response::Response;
use leptos::prelude::*;

use crate::components::{ButtonKind, Gate, LinkButton};
use crate::data::PageError;
use crate::sites::{AppState, Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /signed-out`, on every app: where a sign-out ends. Whoever is signed in has no business here.
pub(crate) async fn page(State(state): State<AppState>, request: Request) -> Response {
    let person = state.backend.person(request.headers()).await;
    let visit = Visit::new(&request, state.site, state.backend.now(), None);
    let page = match person {
        Ok(None) => Ok(Page::new(visit.texts.get("signed-out-title"), || view! { <SignedOut/> })),
        Ok(Some(_)) => Err(PageError::Redirect("/".into())),
        Err(error) => Err(error),
    };
    respond(visit, page)
}

#[component]
fn SignedOut() -> impl IntoView {
    let t = use_texts();
    view! {
        <Gate title=t.get("signed-out-title") lead=t.get("signed-out-lead")>
            <p class="gate-actions">
                <LinkButton kind=ButtonKind::Primary href="/auth/login" label=t.get("signed-out-again")/>
            </p>
        </Gate>
    }
}
