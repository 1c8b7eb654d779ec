use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;
use axum::{Router, middleware};

use super::SiteSettings;
use super::render::{respond, see_other};
use crate::data::{AppBackend, PageError};
use crate::pages::{prove_device, sign_in_failed, signed_out};
use crate::visit::Visit;

/// State of the routers of all apps: dashboard, admin, northbank, ledgerly.
#[derive(Clone)]
pub struct AppState {
    /// The site.
    pub site: Arc<SiteSettings>,
    /// Its backend-for-frontend.
    pub backend: Arc<dyn AppBackend>,
}

/// Finishes the router of an app: whoever is not signed in goes to the sign-in, unknown paths get a page.
pub(super) fn finish(router: Router<AppState>, state: AppState) -> Router {
    router
        .fallback(not_found)
        .layer(middleware::from_fn_with_state(state.clone(), require_person))
        .route("/sign-in-failed", get(sign_in_failed::page))
        .route("/signed-out", get(signed_out::page))
        .route(prove_device::PATH, get(prove_device::page))
        .with_state(state)
}

async fn require_person(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let now = state.backend.now();
    let person = match state.backend.person(request.headers()).await {
        Ok(Some(person)) if person.must_prove => {
            let visit = Visit::new(&request, state.site, now, Some(person));
            return prove_device::first(visit, request).await;
        }
        Ok(Some(person)) => person,
        Ok(None) => return see_other(&sign_in_address(&request)),
        Err(error) => return respond(Visit::new(&request, state.site, now, None), Err(error)),
    };
    let visit = Visit {
        policy_now: state.backend.policy_now(),
        ..Visit::new(&request, state.site, now, Some(person))
    };
    request.extensions_mut().insert(visit);
    next.run(request).await
}

/// After the sign-in a read comes back to where it began; a form does not, since its body is gone.
fn sign_in_address(request: &Request) -> String {
    let target = match request.uri().path_and_query() {
        Some(target) if request.method().is_safe() => target.as_str(),
        _ => "/",
    };
    let query = serde_urlencoded::to_string([("return_to", target)]).unwrap_or_default();
    format!("/auth/login?{query}")
}

async fn not_found(visit: Visit) -> Response {
    respond(visit, Err(PageError::NotFound))
}
