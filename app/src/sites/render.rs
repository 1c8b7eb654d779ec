use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{Request, StatusCode, header::LOCATION};
use leptos::prelude::*;

use super::security::protect;
use crate::components::Document;
use crate::data::PageError;
use crate::pages::failure::Failure;
use crate::visit::Visit;

/// A page that is ready to be drawn.
pub(crate) struct Page {
    title: String,
    status: StatusCode,
    form_targets: Vec<String>,
    view: Box<dyn Fn() -> AnyView + Send + Sync>,
}

impl Page {
    /// A page of this title, drawn by `view`.
    pub(crate) fn new<V: IntoView + 'static>(
        title: impl Into<String>,
        view: impl Fn() -> V + Send + Sync + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            status: StatusCode::OK,
            form_targets: Vec::new(),
            view: Box::new(move || view().into_any()),
        }
    }

    /// Sets the status.
    pub(crate) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Allows forms of the page to lead to these origins.
    pub(crate) fn forms_lead_to(mut self, origins: Vec<String>) -> Self {
        self.form_targets = origins;
        self
    }
}

/// Draws the page, or the page for what went wrong.
pub(crate) async fn respond(visit: Visit, page: Result<Page, PageError>) -> Response {
    match page {
        Ok(page) => render(visit, page).await,
        Err(PageError::Redirect(target)) => see_other(&target),
        Err(error) => {
            let page = failure(&visit, error);
            render(visit, page).await
        }
    }
}

/// 303 to an address that is ours.
pub(crate) fn see_other(target: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, target.to_owned())]).into_response()
}

fn failure(visit: &Visit, error: PageError) -> Page {
    let (status, key) = match &error {
        PageError::NotFound => (StatusCode::NOT_FOUND, "failure-not-found"),
        PageError::Expired => (StatusCode::GONE, "failure-expired"),
        PageError::Forged => (StatusCode::FORBIDDEN, "failure-forged"),
        PageError::Invalid => (StatusCode::BAD_REQUEST, "failure-invalid"),
        PageError::Forbidden => (StatusCode::FORBIDDEN, "failure-forbidden"),
        PageError::Refused(_) => (StatusCode::FORBIDDEN, "failure-refused"),
        PageError::Redirect(_) | PageError::Unavailable => {
            (StatusCode::SERVICE_UNAVAILABLE, "failure-unavailable")
        }
    };
    let title = visit.texts.get(key);
    Page::new(title.clone(), move || view! { <Failure error=error.clone() title=title.clone()/> }).status(status)
}

async fn render(visit: Visit, page: Page) -> Response {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = visit.request.uri.clone();
    let Page { title, status, form_targets, view } = page;
    let context = {
        let visit = visit.clone();
        move || {
            provide_context(visit.clone());
            protect(&form_targets);
        }
    };
    let view = std::sync::Arc::new(view);
    let draw = move || {
        let (view, title) = (view.clone(), title.clone());
        view! { <Document title>{view()}</Document> }
    };
    let mut response = leptos_axum::render_app_async_with_context(context, draw)(request).await;
    *response.status_mut() = status;
    response
}
