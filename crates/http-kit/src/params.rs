//! Extractors for urlencoded parameters: OAuth endpoints and plain page forms.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::{OAuthError, OAuthErrorCode};

use crate::body::{self, BodyError};
use crate::{OAuthErrorResponse, ProblemResponse, urlencoded};

const FORM: &str = "application/x-www-form-urlencoded";

/// Parameters of a `POST` to an OAuth endpoint; rejects with an OAuth error (checklist H-1 to H-5).
#[derive(Clone, Debug)]
pub struct OAuthForm(pub Params);

impl<S: Send + Sync> FromRequest<S> for OAuthForm {
    type Rejection = OAuthErrorResponse;

    async fn from_request(request: Request, _state: &S) -> Result<Self, OAuthErrorResponse> {
        read_form(request).await.map(Self).map_err(Into::into)
    }
}

/// Parameters in the query of an OAuth endpoint; rejects with an OAuth error.
#[derive(Clone, Debug)]
pub struct OAuthQuery(pub Params);

impl<S: Send + Sync> FromRequestParts<S> for OAuthQuery {
    type Rejection = OAuthErrorResponse;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, OAuthErrorResponse> {
        parse(parts.uri.query().unwrap_or_default().as_bytes()).map(Self).map_err(Into::into)
    }
}

/// Fields of a page's form. A handler that wants to answer with a page takes
/// `Result<FormFields, FormRejection>`.
#[derive(Clone, Debug)]
pub struct FormFields(pub Params);

impl<S: Send + Sync> FromRequest<S> for FormFields {
    type Rejection = FormRejection;

    async fn from_request(request: Request, _state: &S) -> Result<Self, FormRejection> {
        read_form(request).await.map(Self)
    }
}

/// Why a form was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormRejection {
    /// Not `application/x-www-form-urlencoded`.
    #[error("the body must be application/x-www-form-urlencoded")]
    MediaType,
    /// Over 64 KiB.
    #[error("the body is too large")]
    TooLarge,
    /// The connection broke.
    #[error("the body could not be read")]
    Broken,
    /// Broken escapes or broken UTF-8.
    #[error("the parameters are not well-formed")]
    Malformed,
    /// A name occurs twice (checklist H-2).
    #[error("a parameter is repeated")]
    Repeated,
}

impl FormRejection {
    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Broken | Self::Malformed | Self::Repeated => StatusCode::BAD_REQUEST,
        }
    }
}

impl From<FormRejection> for OAuthErrorResponse {
    fn from(rejection: FormRejection) -> Self {
        let error = OAuthError::new(OAuthErrorCode::InvalidRequest, rejection.to_string());
        Self::from(error).with_status(rejection.status())
    }
}

impl IntoResponse for FormRejection {
    fn into_response(self) -> Response {
        ProblemResponse::with_detail(self.status(), self.to_string()).into_response()
    }
}

async fn read_form(request: Request) -> Result<Params, FormRejection> {
    if !body::is_media_type(request.headers(), FORM) {
        return Err(FormRejection::MediaType);
    }
    let bytes = body::read(request.into_body()).await.map_err(|error| match error {
        BodyError::TooLarge => FormRejection::TooLarge,
        BodyError::Broken => FormRejection::Broken,
    })?;
    parse(&bytes)
}

fn parse(input: &[u8]) -> Result<Params, FormRejection> {
    let pairs = urlencoded::pairs(input).map_err(|_| FormRejection::Malformed)?;
    Params::from_pairs(pairs).map_err(|_| FormRejection::Repeated)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    async fn post(content_type: &str, body: impl Into<Body>) -> Result<OAuthForm, u16> {
        let request = Request::builder().header("content-type", content_type).body(body.into()).unwrap();
        OAuthForm::from_request(request, &()).await.map_err(|rejection| rejection.status.as_u16())
    }

    #[tokio::test]
    async fn strict_about_type_size_and_repetition() {
        assert!(post(FORM, "a=1&b=2").await.is_ok());
        assert!(post("Application/X-WWW-Form-Urlencoded; charset=UTF-8", "a=1").await.is_ok());
        assert_eq!(post("application/json", "{}").await.err(), Some(415));
        assert_eq!(post("application/x-www-form-urlencoded; charset=latin1", "a=1").await.err(), Some(415));
        assert_eq!(post(FORM, "a=1&a=1").await.err(), Some(400));
        assert_eq!(post(FORM, "a=%ff").await.err(), Some(400));
        assert_eq!(post(FORM, vec![b'a'; body::LIMIT + 1]).await.err(), Some(413));
    }

    #[tokio::test]
    async fn two_content_types_are_no_content_type() {
        let request = Request::builder().header("content-type", FORM).header("content-type", FORM);
        let request = request.body(Body::from("a=1")).unwrap();
        assert_eq!(FormFields::from_request(request, &()).await.err(), Some(FormRejection::MediaType));
    }

    #[tokio::test]
    async fn queries_follow_the_same_rules() {
        let parse = |uri: &str| Request::builder().uri(uri).body(()).unwrap().into_parts().0;
        let mut good = parse("/authorize?client_id=x&state=");
        let OAuthQuery(params) = OAuthQuery::from_request_parts(&mut good, &()).await.unwrap();
        assert_eq!((params.get("client_id"), params.get("state")), (Some("x"), None));
        let mut repeated = parse("/authorize?client_id=x&client_id=y");
        assert!(OAuthQuery::from_request_parts(&mut repeated, &()).await.is_err());
    }
}
