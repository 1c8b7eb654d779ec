//! Problem documents as responses (RFC 9457).

use axum::response::{IntoResponse, Response};
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderValue, StatusCode};
use leasehold_oauth_types::{Problem, Remedy};

/// Policy of a response that is data, never a page (checklist HD-5).
pub const DATA_CSP: &str = "default-src 'none'; frame-ancestors 'none'";

/// Answers with a problem document, never cached, never sniffed.
///
/// `Retry-After` is set when waiting is all that is needed: the longest `retry_after` among the reasons,
/// because asking earlier cannot succeed.
#[derive(Clone, Debug)]
pub struct ProblemResponse(pub Problem);

impl ProblemResponse {
    /// A problem that its status explains.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        Self(Problem::new(status.as_u16(), status.canonical_reason().unwrap_or("Error")))
    }

    /// The same with a detail for the developer; it must not repeat input.
    #[must_use]
    pub fn with_detail(status: StatusCode, detail: impl Into<String>) -> Self {
        let Self(problem) = Self::new(status);
        Self(problem.with_detail(detail))
    }

    fn retry_after(&self) -> Option<u64> {
        let reasons = &self.0.reasons;
        let only_wait = reasons.iter().all(|reason| reason.remedy == Remedy::Wait);
        reasons.iter().filter_map(|reason| reason.retry_after).max().filter(|_| only_wait)
    }
}

impl From<Problem> for ProblemResponse {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl IntoResponse for ProblemResponse {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.0).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(Problem::MEDIA_TYPE));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(DATA_CSP));
        if let Some(seconds) = self.retry_after() {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// 503 with `Retry-After`: what enforcement answers when it cannot know (design section 4, point 5).
#[must_use]
pub fn unavailable(retry_after_seconds: u64) -> Response {
    let mut response = ProblemResponse::new(StatusCode::SERVICE_UNAVAILABLE).into_response();
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(retry_after_seconds));
    response
}

/// For `Router::fallback` of a JSON API (checklist PD-5).
pub async fn not_found() -> ProblemResponse {
    ProblemResponse::new(StatusCode::NOT_FOUND)
}

/// For `Router::method_not_allowed_fallback` of a JSON API; axum adds `Allow`.
pub async fn method_not_allowed() -> ProblemResponse {
    ProblemResponse::new(StatusCode::METHOD_NOT_ALLOWED)
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::routing::post;
    use http::Request;
    use leasehold_oauth_types::Reason;
    use tower::ServiceExt as _;

    use super::*;

    fn reason(remedy: Remedy, retry_after: Option<u64>) -> Reason {
        Reason {
            code: "business_hours".into(),
            scope: None,
            status: None,
            text: None,
            remedy,
            retry_after,
            acr_values: None,
            max_age: None,
            since: None,
        }
    }

    #[test]
    fn retry_after_is_the_longest_wait() {
        let answer =
            |reasons| ProblemResponse(Problem::new(403, "Not now").with_reasons(reasons)).into_response();
        let mut reasons = vec![reason(Remedy::Wait, Some(60)), reason(Remedy::Wait, Some(3600))];
        let response = answer(reasons.clone());
        assert_eq!(response.headers()[RETRY_AFTER], "3600");
        assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
        assert_eq!(response.headers()[CACHE_CONTROL], "no-store");
        reasons.push(reason(Remedy::AskAdmin, None));
        assert!(answer(reasons).headers().get(RETRY_AFTER).is_none());
    }

    #[tokio::test]
    async fn unknown_routes_and_methods_are_problems_too() {
        let app = Router::new()
            .route("/payments", post(|| async {}))
            .fallback(not_found)
            .method_not_allowed_fallback(method_not_allowed);
        let ask = |path: &str| Request::builder().uri(path).body(Body::empty()).unwrap();
        let wrong_method = app.clone().oneshot(ask("/payments")).await.unwrap();
        assert_eq!(wrong_method.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(wrong_method.headers()["allow"], "POST");
        assert_eq!(wrong_method.headers()[CONTENT_TYPE], "application/problem+json");
        let nowhere = app.oneshot(ask("/nowhere")).await.unwrap();
        assert_eq!(nowhere.status(), StatusCode::NOT_FOUND);
        assert_eq!(nowhere.headers()[CONTENT_TYPE], "application/problem+json");
    }
}
