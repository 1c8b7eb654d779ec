//! `GET /auth/landing`: the same-site hop after the callback.

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::header::SET_COOKIE;
use leasehold_http_kit::{OAuthErrorResponse, OAuthQuery, cookies};

use crate::landing::{Arrival, Failed, Landed};
use crate::{Bff, BrowserContext, SignInFailure};

/// Redeems the code, makes or steps up the session, and goes on to where the person was.
pub(super) async fn handle(
    State(bff): State<Bff>,
    query: Result<OAuthQuery, OAuthErrorResponse>,
    request: Request,
) -> Response {
    let parts = request.into_parts().0;
    let headers = &parts.headers;
    let Ok(OAuthQuery(params)) = query else { return bff.refuse(SignInFailure::Rejected) };
    let arrival = match Arrival::read(&bff.0.oidc.issuer, headers, &params) {
        Ok(arrival) => arrival,
        Err(failure) => return bff.refuse(failure),
    };
    let session = match bff.open_session(headers).await {
        Ok(session) => session,
        Err(error) => return bff.refuse(error.into()),
    };
    let device = session.as_ref().map(|session| bff.standing(session, headers));
    let client = BrowserContext::of(&parts);
    // In a task of its own: a browser that hangs up must not leave a code redeemed and a payment half made.
    let task = {
        let bff = bff.clone();
        tokio::spawn(async move { bff.land(arrival, session.zip(device), &client).await })
    };
    match task.await {
        Ok(Ok(landed)) => {
            let mut response = arrive(&landed);
            response.headers_mut().extend(bff.offer(&landed.cookie).await);
            response
        }
        Ok(Err(Failed { failure, back: Some(back) })) => {
            Redirect::to(&back.with("error", &failure.to_string())).into_response()
        }
        Ok(Err(Failed { failure, back: None })) => bff.refuse(failure),
        Err(_) => bff.refuse(SignInFailure::Unavailable),
    }
}

fn arrive(landed: &Landed) -> Response {
    let cookie = cookies::APP_SESSION.set(landed.cookie.expose());
    ([(SET_COOKIE, cookie)], Redirect::to(landed.return_to.as_str())).into_response()
}
