//! One call to an API: access token, context assertion, and one more try after a refresh.

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use leasehold_domain::Time;
use leasehold_oauth_types::OAuthErrorCode;
use leasehold_oauth_types::challenge::Challenge;

use crate::{Bff, BffError, BffSession, BrowserContext};

/// Header that carries the context assertion.
const CONTEXT: HeaderName = HeaderName::from_static("leasehold-context");

/// Header that makes a repeated call the same call.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// A call on the allow-list.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) accept: HeaderValue,
    pub(crate) content_type: Option<HeaderValue>,
    pub(crate) body: Bytes,
    pub(crate) idempotency_key: Option<HeaderValue>,
}

/// What came of it.
pub(crate) enum Executed {
    Answer(Response<Bytes>),
    SignedOut,
}

impl Bff {
    /// Calls an API for a session.
    pub(crate) async fn execute(
        &self,
        session: &BffSession,
        outgoing: &Outgoing,
        client: &BrowserContext,
    ) -> Result<Executed, BffError> {
        let Some(access) = self.access_token(session.id, None).await? else { return Ok(Executed::SignedOut) };
        let answer = self.send(outgoing, &access, client, session.key_at()).await?;
        if !is_invalid_token(&answer) {
            return Ok(Executed::Answer(answer));
        }
        // The token died before its time: one refresh tells whether the grant did too.
        match self.access_token(session.id, Some(&access)).await? {
            Some(access) => {
                self.send(outgoing, &access, client, session.key_at()).await.map(Executed::Answer)
            }
            None => Ok(Executed::SignedOut),
        }
    }

    async fn send(
        &self,
        outgoing: &Outgoing,
        access: &str,
        client: &BrowserContext,
        key_at: Option<Time>,
    ) -> Result<Response<Bytes>, BffError> {
        let mut request = Request::new(outgoing.body.clone());
        *request.method_mut() = outgoing.method.clone();
        *request.uri_mut() = outgoing.url.parse().map_err(|_| BffError::NotAllowed)?;
        *request.headers_mut() = self.headers(access, client, key_at)?;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, outgoing.accept.clone());
        headers.extend(outgoing.content_type.clone().map(|value| (CONTENT_TYPE, value)));
        headers.extend(outgoing.idempotency_key.clone().map(|value| (IDEMPOTENCY_KEY, value)));
        self.0.oidc.caller.send_collected(request).await.map_err(|_| BffError::Unavailable)
    }

    /// The headers that every call has: who calls, from where, and when the browser last proved its key.
    pub(crate) fn headers(
        &self,
        access: &str,
        client: &BrowserContext,
        key_at: Option<Time>,
    ) -> Result<HeaderMap, BffError> {
        let assertion = self.0.oidc.context_assertion(access, client, key_at)?;
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, secret(&format!("Bearer {access}"))?);
        headers.insert(CONTEXT, secret(&assertion)?);
        let languages = client.languages.as_deref().and_then(|text| HeaderValue::from_str(text).ok());
        headers.extend(languages.map(|value| (ACCEPT_LANGUAGE, value)));
        Ok(headers)
    }
}

fn secret(text: &str) -> Result<HeaderValue, BffError> {
    let mut value = HeaderValue::from_str(text).map_err(|_| BffError::Unavailable)?;
    value.set_sensitive(true);
    Ok(value)
}

/// The challenge of an answer, if it is one of ours.
pub(super) fn challenge(answer: &Response<Bytes>) -> Option<Challenge> {
    let header = answer.headers().get(WWW_AUTHENTICATE)?.to_str().ok()?;
    Challenge::parse(header)
}

fn is_invalid_token(answer: &Response<Bytes>) -> bool {
    answer.status() == StatusCode::UNAUTHORIZED
        && challenge(answer).is_some_and(|challenge| challenge.error == Some(OAuthErrorCode::InvalidToken))
}
