use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION};
use leptos::nonce::provide_nonce;
use leptos::prelude::*;

use super::security::policy;
use crate::components::Document;
use crate::data::PageError;
use crate::pages::failure::Failure;
use crate::visit::Visit;

/// A page that is ready to be drawn.
pub(crate) struct Page {
    title: String,
    status: StatusCode,
    form_targets: Vec<String>,
    view: Box<dyn FnOnce() -> AnyView + Send>,
}

impl Page {
    /// A page of this title, drawn by `view`.
    pub(crate) fn new<V: IntoView + 'static>(
        title: impl Into<String>,
        view: impl FnOnce() -> V + Send + 'static,
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
pub(crate) fn respond(visit: Visit, page: Result<Page, PageError>) -> Response {
    match page {
        Ok(page) => render(visit, page),
        Err(PageError::Redirect(target)) => see_other(&target),
        Err(error) => {
            let page = failure(&visit, error);
            render(visit, page)
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
        PageError::Unconfirmed(_) => (StatusCode::FORBIDDEN, "failure-unconfirmed"),
        PageError::Redirect(_) | PageError::Unavailable => {
            (StatusCode::SERVICE_UNAVAILABLE, "failure-unavailable")
        }
    };
    let title = visit.texts.get(key);
    Page::new(title.clone(), move || view! { <Failure error title/> }).status(status)
}

/// Draws the document in one go: all data is there, so nothing is streamed and no script has to follow.
fn render(visit: Visit, page: Page) -> Response {
    let Page { title, status, mut form_targets, view } = page;
    // Every page of a signed-in person has the button that signs out, which leads to the issuer.
    if visit.person.is_some() && !form_targets.contains(&visit.site.issuer_origin) {
        form_targets.push(visit.site.issuer_origin.clone());
    }
    let owner = Owner::new_root(None);
    let (policy, html) = owner.with(|| {
        provide_nonce();
        provide_context(visit);
        let document = view! { <Document title>{view()}</Document> };
        (policy(&form_targets), document.to_html())
    });
    owner.unset_with_forced_cleanup();
    let headers = [(CONTENT_SECURITY_POLICY, policy), (CACHE_CONTROL, "no-store".to_owned())];
    (status, headers, Html(html)).into_response()
}
