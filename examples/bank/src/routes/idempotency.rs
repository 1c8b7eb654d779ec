//! The `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header section 2).

use axum::extract::FromRequestParts;
use http::StatusCode;
use http::request::Parts;
use leasehold_http_kit::ProblemResponse;

/// The key of a request that must have one: a quoted string as in the draft, or bare as most clients send.
pub(super) struct IdempotencyKey(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = ProblemResponse;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ProblemResponse> {
        let mut values = parts.headers.get_all("idempotency-key").iter();
        let key = match (values.next(), values.next()) {
            (Some(value), None) => value.to_str().ok().and_then(key),
            _ => None,
        };
        let refuse = "exactly one Idempotency-Key of 8 to 128 letters, digits, '-' and '_' is needed";
        key.ok_or_else(|| ProblemResponse::with_detail(StatusCode::BAD_REQUEST, refuse)).map(Self)
    }
}

fn key(value: &str) -> Option<String> {
    let bare = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    ((8..=128).contains(&bare.len()) && bare.bytes().all(plain)).then(|| bare.to_owned())
}
