use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use leasehold_http_kit::{OwnOrigin, is_media_type, urlencoded};
use subtle::ConstantTimeEq;

use crate::data::PageError;
use crate::sites::respond;
use crate::visit::Visit;

/// More than any form of ours, in bytes.
const LIMIT: usize = 16 * 1024;

/// A form that was sent from a page of this site, in this session (checklist BF-7, BF-8).
pub(crate) struct ActionForm {
    pub(crate) visit: Visit,
    fields: Vec<(String, String)>,
}

impl ActionForm {
    /// The value of a field that occurs once.
    pub(crate) fn one(&self, name: &str) -> Result<&str, PageError> {
        match self.all(name)[..] {
            [value] => Ok(value),
            _ => Err(PageError::Invalid),
        }
    }

    /// The same for an id, which becomes part of a path and so has to be made of plain characters.
    pub(crate) fn id(&self, name: &str) -> Result<&str, PageError> {
        let id = self.one(name)?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if (1..=128).contains(&id.len()) && id.bytes().all(plain) { Ok(id) } else { Err(PageError::Invalid) }
    }

    /// All values of a field.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect()
    }
}

impl<S: Send + Sync> FromRequest<S> for ActionForm {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visit =
            Visit::from_request_parts(&mut parts, state).await.map_err(IntoResponse::into_response)?;
        match fields(&visit, Request::from_parts(parts, body)).await {
            Ok(fields) => Ok(Self { visit, fields }),
            Err(error) => Err(respond(visit, Err(error))),
        }
    }
}

/// What a form holds, once it is certain that it was sent from a page of this site, in this session.
pub(crate) async fn fields(visit: &Visit, request: Request) -> Result<Vec<(String, String)>, PageError> {
    let own = OwnOrigin::new(visit.site.origin.as_str());
    own.check(request.headers()).map_err(|_| PageError::Forged)?;
    if !is_media_type(request.headers(), "application/x-www-form-urlencoded") {
        return Err(PageError::Invalid);
    }
    let body = axum::body::to_bytes(request.into_body(), LIMIT).await.map_err(|_| PageError::Invalid)?;
    let fields = urlencoded::pairs(&body).map_err(|_| PageError::Invalid)?;
    let mut tokens = fields.iter().filter(|(name, _)| name == "csrf").map(|(_, value)| value);
    let person = visit.person()?;
    match (tokens.next(), tokens.next()) {
        (Some(token), None) if bool::from(token.as_bytes().ct_eq(person.csrf.as_bytes())) => Ok(fields),
        _ => Err(PageError::Forged),
    }
}
