use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_LENGTH, RETRY_AFTER, SET_COOKIE};
use http::{Extensions, HeaderMap};
use leasehold_authorization_server::interaction::ErrorPage;
use leasehold_bff::FailurePage;
use tower::ServiceExt as _;

/// Draws the errors that are said to a person, for browsers; status and cookies stay.
pub(super) async fn draw(State(pages): State<Router>, request: Request, next: Next) -> Response {
    let (accept, languages) =
        (request.headers().get(ACCEPT).cloned(), request.headers().get(ACCEPT_LANGUAGE).cloned());
    let response = next.run(request).await;
    let Some(address) = address(response.extensions()) else { return response };
    let for_people =
        accept.is_some_and(|accept| accept.as_bytes().windows(9).any(|text| text == b"text/html"));
    if !for_people {
        return response;
    }
    let mut asked = Request::new(Body::empty());
    let Ok(address) = address.parse() else { return response };
    *asked.uri_mut() = address;
    asked.headers_mut().extend(languages.map(|languages| (ACCEPT_LANGUAGE, languages)));
    let drawn = pages.oneshot(asked).await.unwrap_or_else(|never| match never {});
    keep(drawn, &response)
}

/// The page for an error of the authorization server, or of the backend-for-frontend of an app.
fn address(extensions: &Extensions) -> Option<String> {
    let of_issuer = extensions.get().map(|ErrorPage(code)| format!("/error?code={code}"));
    of_issuer.or_else(|| extensions.get().map(|FailurePage(address)| address.clone()))
}

fn keep(mut drawn: Response, from: &Response) -> Response {
    *drawn.status_mut() = from.status();
    let cookies: HeaderMap =
        from.headers().get_all(SET_COOKIE).iter().map(|cookie| (SET_COOKIE, cookie.clone())).collect();
    drawn.headers_mut().remove(CONTENT_LENGTH);
    if let Some(seconds) = from.headers().get(RETRY_AFTER) {
        drawn.headers_mut().insert(RETRY_AFTER, seconds.clone());
    }
    drawn.headers_mut().extend(cookies);
    drawn
}
