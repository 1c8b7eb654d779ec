//! Reading a body up to a limit, and the media type it claims.

use axum::body::Body;
use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// Most bytes that any form or JSON body may have; the largest legitimate one (a pushed authorization
/// request with details) is far below.
pub(crate) const LIMIT: usize = 64 * 1024;

/// Why a body could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyError {
    /// Over [`LIMIT`].
    TooLarge,
    /// The connection broke.
    Broken,
}

/// Reads the whole body.
pub(crate) async fn read(body: Body) -> Result<Bytes, BodyError> {
    axum::body::to_bytes(body, LIMIT).await.map_err(|error| {
        let source = std::error::Error::source(&error);
        if source.is_some_and(|source| source.is::<http_body_util::LengthLimitError>()) {
            BodyError::TooLarge
        } else {
            BodyError::Broken
        }
    })
}

/// Whether the one `Content-Type` is `wanted`; a `charset` other than UTF-8 is refused, other parameters
/// are ignored.
#[must_use]
pub fn is_media_type(headers: &HeaderMap, wanted: &str) -> bool {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let Ok(value) = value.to_str() else { return false };
    let mut parts = value.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let utf8 = parts.filter_map(|part| part.split_once('=')).all(|(name, value)| {
        !name.trim().eq_ignore_ascii_case("charset") || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
    });
    essence.eq_ignore_ascii_case(wanted) && utf8
}
