//! The tower layer around a guarded API.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::AUTHORIZATION;
use http::request::Parts;
use leasehold_domain::{PlainToken, TokenKind};
use tower::{Layer, Service};

use crate::bearer::{self, Presented};
use crate::{Authorized, CONTEXT_HEADER, Guard, Refusal, context};

/// Made by [`Guard::layer`] and [`Guard::require`].
#[derive(Clone, Debug)]
pub struct GuardLayer {
    guard: Guard,
    scope: Option<Arc<str>>,
}

impl GuardLayer {
    pub(crate) fn new(guard: Guard, scope: Option<Arc<str>>) -> Self {
        Self { guard, scope }
    }

    /// Lets the request pass or says why not.
    async fn admit(&self, parts: &mut Parts) -> Result<(), Refusal> {
        let authorized = self.authorized(parts).await?;
        if let Some(scope) = &self.scope {
            authorized.require(scope)?;
        }
        // What is behind the guard neither needs the token nor should be able to lose it.
        parts.headers.remove(AUTHORIZATION);
        parts.headers.remove(CONTEXT_HEADER);
        // For an API that knows the wire types but not this crate, such as the issuer's own.
        parts.extensions.insert(authorized.answer());
        parts.extensions.insert(authorized);
        Ok(())
    }

    /// A guard around a guard asks once. Extensions also travel with calls in process, so a finding counts
    /// only when this guard made it, and a token that is still there must be the one it was made for.
    async fn authorized(&self, parts: &Parts) -> Result<Authorized, Refusal> {
        let presented = bearer::presented(&parts.headers, parts.uri.query());
        let before = parts.extensions.get::<Authorized>().filter(|before| before.is_by(&self.guard));
        let token = match (presented, before) {
            (Presented::Nothing, Some(before)) => return Ok(before.clone()),
            (Presented::Nothing, None) => return Err(Refusal::missing_token(&self.guard)),
            (Presented::Malformed, _) => return Err(Refusal::malformed(&self.guard)),
            (Presented::Token(token), Some(before)) => {
                let hashed = PlainToken::parse(TokenKind::Access, token).map(|token| token.hashed());
                if hashed.is_ok_and(|hashed| before.is_for(&hashed)) {
                    return Ok(before.clone());
                }
                token
            }
            (Presented::Token(token), None) => token,
        };
        let context = context::of(&parts.headers, &parts.extensions);
        self.guard.authorize(token, &context).await
    }
}

impl<S> Layer<S> for GuardLayer {
    type Service = GuardService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        GuardService { inner, layer: self.clone() }
    }
}

/// Made by [`GuardLayer`].
#[derive(Clone, Debug)]
pub struct GuardService<S> {
    inner: S,
    layer: GuardLayer,
}

impl<S> Service<Request> for GuardService<S>
where
    S: Service<Request> + Clone + Send + 'static,
    S::Response: IntoResponse,
    S::Future: Send,
{
    type Response = Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        // The service that was polled ready is the one to call; a fresh clone takes its place.
        let fresh = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, fresh);
        let layer = self.layer.clone();
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            match layer.admit(&mut parts).await {
                Ok(()) => inner.call(Request::from_parts(parts, body)).await.map(IntoResponse::into_response),
                Err(refusal) => Ok(refusal.into_response()),
            }
        })
    }
}
