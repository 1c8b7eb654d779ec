//! Extractors of JSON APIs, which reject with problem documents (checklist PD-5).

use axum::extract::{FromRequest, FromRequestParts, Request};
use http::StatusCode;
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::body::{self, BodyError};
use crate::{ProblemResponse, urlencoded};

/// A JSON body of at most 64 KiB. Rejects with 400 (no JSON), 413, 415 or 422 (JSON of another shape); the
/// texts give a position and never repeat input.
#[derive(Clone, Debug)]
pub struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ProblemResponse;

    async fn from_request(request: Request, _state: &S) -> Result<Self, ProblemResponse> {
        if !body::is_media_type(request.headers(), "application/json") {
            return Err(ProblemResponse::with_detail(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "the body must be application/json",
            ));
        }
        let bytes = body::read(request.into_body()).await.map_err(|error| match error {
            BodyError::TooLarge => ProblemResponse::new(StatusCode::PAYLOAD_TOO_LARGE),
            BodyError::Broken => ProblemResponse::new(StatusCode::BAD_REQUEST),
        })?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            let status =
                if error.is_data() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::BAD_REQUEST };
            let position = format!("line {}, column {}", error.line(), error.column());
            ProblemResponse::with_detail(status, format!("the JSON is not as expected at {position}"))
        })
    }
}

/// The query as a struct. Rejects with 400.
#[derive(Clone, Debug)]
pub struct QueryParams<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for QueryParams<T> {
    type Rejection = ProblemResponse;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ProblemResponse> {
        let refuse = || ProblemResponse::with_detail(StatusCode::BAD_REQUEST, "the query is not as expected");
        let query = parts.uri.query().unwrap_or_default();
        urlencoded::pairs(query.as_bytes()).map_err(|_| refuse())?;
        serde_urlencoded::from_str(query).map(Self).map_err(|_| refuse())
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Payment {
        #[expect(dead_code, reason = "only its presence matters")]
        amount: String,
    }

    async fn status(content_type: &str, body: impl Into<Body>) -> u16 {
        let request = Request::builder().header("content-type", content_type).body(body.into()).unwrap();
        let read = JsonBody::<Payment>::from_request(request, &()).await;
        read.map_or_else(|ProblemResponse(problem)| problem.status, |_| 200)
    }

    #[tokio::test]
    async fn each_fault_has_its_status() {
        let json = "application/json";
        assert_eq!(status(json, r#"{"amount":"1.00","more":1}"#).await, 200);
        assert_eq!(status(json, r#"{"amount":"#).await, 400);
        assert_eq!(status(json, r#"{"amount":1}"#).await, 422);
        assert_eq!(status(json, "{}").await, 422);
        assert_eq!(status("text/plain", "{}").await, 415);
        assert_eq!(status(json, vec![b' '; body::LIMIT + 1]).await, 413);
    }

    #[tokio::test]
    async fn rejections_do_not_repeat_input() {
        let request = Request::builder().header("content-type", "application/json");
        let request = request.body(Body::from(r#"{"amount":["hunter2"]}"#)).unwrap();
        let rejection = JsonBody::<Payment>::from_request(request, &()).await.unwrap_err();
        assert!(!serde_json::to_string(&rejection.0).unwrap().contains("hunter2"));
    }
}
