//! A page of a session whose key was not proved lately.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::Method;
use http::header::REFERER;
use leasehold_http_kit::urlencoded;

use crate::return_to::ReturnTo;
use crate::{Bff, DeviceStanding};

/// Path of the page that has the key proved and goes on to `return_to`. The app draws it; it must not ask for
/// a proof itself, and offers to sign in again for browsers that cannot.
pub const PROVE_PATH: &str = "/prove-device";

/// Middleware (`from_fn_with_state`) around pages and form actions: sends a browser on to [`PROVE_PATH`] first,
/// if its session is bound to a key that it has not proved lately. What a form held is not done.
pub async fn prove_first(State(bff): State<Bff>, request: Request, next: Next) -> Response {
    match bff.session(request.headers()).await {
        Ok(Some(session)) if session.device() == DeviceStanding::Stale => {}
        Ok(_) => return next.run(request).await,
        Err(error) => return error.into_response(),
    }
    let path = if request.method() == Method::GET {
        request.uri().path_and_query().map(http::uri::PathAndQuery::as_str)
    } else {
        let page = request.headers().get(REFERER).and_then(|value| value.to_str().ok());
        page.and_then(|page| page.strip_prefix(bff.0.own.as_str()))
    };
    let path = ReturnTo::or_home(path);
    Redirect::to(&format!("{PROVE_PATH}?{}", urlencoded::encode(&[("return_to", path.as_str())])))
        .into_response()
}
