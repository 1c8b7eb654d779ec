//! `GET /auth/login?return_to=`

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::RETRY_AFTER;
use http::{Extensions, HeaderMap, HeaderValue, StatusCode};
use leasehold_domain::rate::TooMany;
use leasehold_http_kit::{ClientAddress, OAuthErrorResponse, OAuthQuery, ProblemResponse};

use crate::authorize::{Ask, NotBegun};
use crate::login::Purpose;
use crate::return_to::ReturnTo;
use crate::{Bff, BffError, SignInFailure};

/// Marks a response that a person should see as a page: the address of that page. Whoever draws pages replaces
/// the body and keeps the status.
#[derive(Clone, Debug)]
pub struct FailurePage(pub String);

/// Begins a sign-in. A link from anywhere may do so: it ends on a page of ours, and only the browser that
/// began it can finish it.
pub(super) async fn handle(
    State(bff): State<Bff>,
    headers: HeaderMap,
    extensions: Extensions,
    query: Result<OAuthQuery, OAuthErrorResponse>,
) -> Response {
    let return_to =
        ReturnTo::or_home(query.as_ref().ok().and_then(|OAuthQuery(params)| params.get("return_to")));
    // The page that explains failures must not itself want a sign-in: that would go round for ever.
    if return_to.path() == bff.0.failure_path {
        return ProblemResponse::with_detail(StatusCode::BAD_REQUEST, "the sign-in failed").into_response();
    }
    // Each attempt is a row here and one at the authorization server, which does not see whom it is for.
    let ClientAddress(address) = ClientAddress::of(&extensions);
    if let Err(too_many) = bff.0.sign_ins.take(address, bff.0.clock.now()) {
        return bff.too_many(too_many);
    }
    let purpose = Purpose { return_to, acr_values: None, max_age: None, step_up: None };
    let ask = Ask { scope: bff.0.oidc.scope.clone(), ..Ask::default() };
    match bff.begin(&headers, purpose, ask).await {
        Ok(response) => response,
        Err(NotBegun::GrantEnded) => Redirect::to(&bff.failure_page(SignInFailure::Rejected)).into_response(),
        Err(NotBegun::Failed(error)) => bff.not_begun(error),
    }
}

impl Bff {
    fn too_many(&self, TooMany { retry_after_s }: TooMany) -> Response {
        let mut response = ProblemResponse::new(StatusCode::TOO_MANY_REQUESTS).into_response();
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(retry_after_s));
        response.extensions_mut().insert(FailurePage(self.failure_page(SignInFailure::TooMany)));
        response
    }

    /// Explains on a page why no attempt was begun.
    pub(super) fn not_begun(&self, error: BffError) -> Response {
        tracing::warn!(%error, "no sign-in could be begun");
        Redirect::to(&self.failure_page(error.into())).into_response()
    }
}
