//! Pages of one line that send the browser on.
//!
//! A request that another site started comes without the `Strict` cookie, and so does every redirect that
//! answers it. A page of ours starts a request of its own (checklist BF-3); no script is needed.

use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};

use crate::{Bff, SignInFailure};

const CSP: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Sends on to a path of this origin. The entry in the browser's history is replaced.
pub(super) fn hop(status: StatusCode, path: &str) -> Response {
    let path = path.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Leasehold</title>\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <meta http-equiv=\"refresh\" content=\"0;url={path}\"></head>\
         <body><p><a href=\"{path}\">Continue</a></p></body></html>"
    );
    let headers = [
        (CONTENT_SECURITY_POLICY, CSP),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, Html(page)).into_response()
}

impl Bff {
    /// Refuses an answer of the authorization server, and sends on to the page that explains it.
    pub(super) fn refuse(&self, failure: SignInFailure) -> Response {
        let status = match failure {
            SignInFailure::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        };
        hop(status, &self.failure_page(failure))
    }

    /// Path of the page that explains a failure.
    pub(super) fn failure_page(&self, failure: SignInFailure) -> String {
        format!("{}?code={failure}", self.0.failure_path)
    }
}
