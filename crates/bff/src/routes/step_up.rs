//! `GET /auth/step-up`: with `pending`, or with `acr_values`, `max_age`, `scope` and `return_to`.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode};
use leasehold_http_kit::{OAuthErrorResponse, OAuthQuery, ProblemResponse};
use leasehold_oauth_types::form::Params;

use crate::authorize::{Ask, NotBegun};
use crate::login::{Purpose, StepUpOf};
use crate::return_to::ReturnTo;
use crate::session::OpenSession;
use crate::upstream::StepUp;
use crate::{Bff, BffError, SignInFailure};

/// Sends a signed-in person to prove what is missing. The page there names what it is for, so coming here
/// does nothing by itself; still only our own pages and the address bar may.
pub(super) async fn handle(
    State(bff): State<Bff>,
    headers: HeaderMap,
    query: Result<OAuthQuery, OAuthErrorResponse>,
) -> Response {
    let site = headers.get("sec-fetch-site").map(|value| value.as_bytes());
    if !matches!(site, None | Some(b"same-origin" | b"none")) {
        return ProblemResponse::new(StatusCode::FORBIDDEN).into_response();
    }
    let params = query.map(|OAuthQuery(params)| params).unwrap_or_default();
    let session = match bff.open_session(&headers).await {
        Ok(Some(session)) => session,
        Ok(None) => return Redirect::to(&Bff::login_path("/")).into_response(),
        Err(error) => return bff.not_begun(error),
    };
    let (purpose, ask) = match bff.wanted(&session, &params).await {
        Ok(Wanted::Begin(purpose, ask)) => (purpose, ask),
        Ok(Wanted::Done(return_to)) => return Redirect::to(return_to.as_str()).into_response(),
        Ok(Wanted::Nothing) => return bff.refuse(SignInFailure::NotInProgress),
        Err(error) => return bff.not_begun(error),
    };
    let return_to = purpose.return_to.clone();
    match bff.begin(&headers, purpose, ask).await {
        Ok(response) => response,
        Err(NotBegun::GrantEnded) => match bff.0.sessions.end(&session).await {
            Ok(()) => Redirect::to(&Bff::login_path(return_to.as_str())).into_response(),
            Err(error) => bff.not_begun(error),
        },
        Err(NotBegun::Failed(error)) => bff.not_begun(error),
    }
}

enum Wanted {
    Begin(Purpose, Ask),
    /// The action was done already: its page tells.
    Done(ReturnTo),
    /// No such action in this session.
    Nothing,
}

impl Bff {
    async fn wanted(&self, session: &OpenSession, params: &Params) -> Result<Wanted, BffError> {
        let Some(id) = params.get("pending") else {
            let step_up = StepUp {
                acr_values: params.get("acr_values").map(str::to_owned),
                max_age: params.get("max_age").and_then(|text| text.parse().ok()),
                scope: params.get("scope").and_then(|text| text.parse().ok()).unwrap_or_default(),
            };
            let return_to = ReturnTo::or_home(params.get("return_to"));
            return Ok(begin(session, step_up, return_to, None, Vec::new()));
        };
        let view = self.0.sessions.view(session);
        let Some(pending) = self.0.pending.get(&view, id).await? else { return Ok(Wanted::Nothing) };
        let content = pending.content;
        if pending.taken_at.is_some() {
            return Ok(Wanted::Done(content.return_to));
        }
        if pending.expires_at <= self.0.clock.now() {
            return Ok(Wanted::Nothing);
        }
        Ok(begin(session, content.step_up, content.return_to, Some(id.to_owned()), content.details))
    }
}

fn begin(
    session: &OpenSession,
    step_up: StepUp,
    return_to: ReturnTo,
    pending: Option<String>,
    details: Vec<leasehold_oauth_types::AuthorizationDetail>,
) -> Wanted {
    let content = &session.content;
    let of = StepUpOf { family: content.family.clone(), pending };
    let purpose =
        Purpose { return_to, acr_values: step_up.acr_values, max_age: step_up.max_age, step_up: Some(of) };
    Wanted::Begin(
        purpose,
        Ask { scope: step_up.scope, details, merge: Some(content.tokens.grant_id.clone()) },
    )
}
