//! `POST /demo/people`: a fresh person, as JSON.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::ORIGIN;
use http::{HeaderMap, StatusCode};
use leasehold_domain::user::Role;
use leasehold_http_kit::{FormFields, ProblemResponse};
use serde::Serialize;

use super::people;
use super::state::Demo;

#[derive(Serialize)]
struct Made {
    username: String,
    password: String,
    totp_secret: String,
}

/// Fields: `name`, and `role=admin` for another administrator. Stories call it from outside a browser; a page of another site may not.
pub(super) async fn post(
    State(demo): State<Demo>,
    headers: HeaderMap,
    FormFields(fields): FormFields,
) -> Response {
    let by_browser = headers.contains_key("sec-fetch-site") || headers.contains_key(ORIGIN);
    if by_browser && demo.issuer.check(&headers).is_err() {
        return ProblemResponse::new(StatusCode::FORBIDDEN).into_response();
    }
    let name = fields.get("name").unwrap_or_default().trim();
    if name.is_empty() || name.chars().count() > 128 || name.contains(char::is_control) {
        return ProblemResponse::new(StatusCode::BAD_REQUEST).into_response();
    }
    let role = if fields.get("role") == Some("admin") { Role::Admin } else { Role::User };
    match people::fresh(&demo, name, role).await {
        Ok(person) => {
            let totp_secret = person.key();
            Json(Made { username: person.username, password: person.password, totp_secret }).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a person could not be made");
            leasehold_http_kit::problem::unavailable(1)
        }
    }
}
