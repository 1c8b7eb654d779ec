//! What a handler gets to know about the token that was let through.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::StatusCode;
use http::request::Parts;
use leasehold_domain::HashedToken;
use leasehold_http_kit::ProblemResponse;
use leasehold_oauth_types::introspection::{ActiveToken, ScopeStatus};
use leasehold_oauth_types::{Acr, AuthorizationDetail, Scope, ScopeSet};

use crate::verdict::{self, Verdict};
use crate::{Guard, Refusal};

/// A request that a guard let pass; an extractor behind [`Guard::layer`] or [`Guard::require`]. Anywhere
/// else extracting it answers 500: a route that was left unguarded does not become public. Beside it the
/// request carries what introspection answered, as [`Arc<ActiveToken>`].
#[derive(Clone)]
pub struct Authorized {
    guard: Guard,
    answer: Arc<ActiveToken>,
    token: HashedToken,
}

impl Authorized {
    pub(crate) fn new(guard: Guard, answer: Arc<ActiveToken>, token: HashedToken) -> Self {
        Self { guard, answer, token }
    }

    /// The person.
    #[must_use]
    pub fn sub(&self) -> &str {
        &self.answer.sub
    }

    /// The app that acts for the person.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.answer.client_id
    }

    /// Scopes that are active in the context of this request.
    #[must_use]
    pub fn scope(&self) -> &ScopeSet {
        &self.answer.scope
    }

    /// Everything that was granted, active or not.
    #[must_use]
    pub fn granted_scope(&self) -> &ScopeSet {
        &self.answer.granted_scope
    }

    /// State of each granted scope.
    #[must_use]
    pub fn scope_status(&self) -> &BTreeMap<Scope, ScopeStatus> {
        &self.answer.scope_status
    }

    /// Id of the grant.
    #[must_use]
    pub fn grant(&self) -> &str {
        &self.answer.grant
    }

    /// Version of the grant that this answer belongs to.
    #[must_use]
    pub fn rev(&self) -> u64 {
        self.answer.rev
    }

    /// The session at the issuer.
    #[must_use]
    pub fn sid(&self) -> &str {
        &self.answer.sid
    }

    /// Class of the authentication behind the token.
    #[must_use]
    pub fn acr(&self) -> Acr {
        self.answer.acr
    }

    /// When the person last authenticated for it, as Unix seconds.
    #[must_use]
    pub fn auth_time(&self) -> i64 {
        self.answer.auth_time
    }

    /// What was granted in detail (RFC 9396).
    #[must_use]
    pub fn authorization_details(&self) -> &[AuthorizationDetail] {
        &self.answer.authorization_details
    }

    /// Keyed hash of the context that was weighed, for the API's own log.
    #[must_use]
    pub fn context_id(&self) -> &str {
        &self.answer.context_id
    }

    /// For scopes that only the handler can name.
    ///
    /// # Errors
    ///
    /// The [`Refusal`] that [`Guard::require`] would have answered.
    pub fn require(&self, scope: &str) -> Result<(), Refusal> {
        match verdict::of(&self.answer, scope) {
            Verdict::Allowed => {
                if let Ok(scope) = scope.parse() {
                    self.guard.usage().note(&self.answer.grant, &scope, self.guard.config().clock.now());
                }
                Ok(())
            }
            Verdict::NotGranted => Err(Refusal::not_granted(&self.guard, scope)),
            Verdict::Withheld(reasons) => Err(Refusal::withheld(&self.guard, scope, reasons)),
            Verdict::StepUp(reasons) => Err(Refusal::step_up(&self.guard, scope, reasons)),
        }
    }

    /// For an action on an object that a person confirms (RFC 9396). An app whose browser proves a key may act on
    /// any for as long as its step-up lasts; without one it may act on what was confirmed, and nothing else.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] that asks for a confirmation.
    pub fn require_confirmed(&self, scope: &str, object: &AuthorizationDetail) -> Result<(), Refusal> {
        self.require(scope)?;
        let status = scope.parse::<Scope>().ok().and_then(|scope| self.answer.scope_status.get(&scope));
        let narrowed = status.is_some_and(|status| status.only_confirmed);
        if narrowed && !self.answer.authorization_details.contains(object) {
            return Err(Refusal::unconfirmed(&self.guard, scope));
        }
        Ok(())
    }

    /// What introspection answered.
    pub(crate) fn answer(&self) -> Arc<ActiveToken> {
        self.answer.clone()
    }

    /// Whether this very guard made it. Extensions travel with calls in process.
    pub(crate) fn is_by(&self, guard: &Guard) -> bool {
        Arc::ptr_eq(&self.guard.0, &guard.0)
    }

    /// Whether it was made for this token.
    pub(crate) fn is_for(&self, token: &HashedToken) -> bool {
        self.token == *token
    }
}

impl fmt::Debug for Authorized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorized")
            .field("client_id", &self.answer.client_id)
            .field("grant", &self.answer.grant)
            .field("scope", &self.answer.scope)
            .finish_non_exhaustive()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Authorized {
    type Rejection = ProblemResponse;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ProblemResponse> {
        let unguarded = || ProblemResponse::new(StatusCode::INTERNAL_SERVER_ERROR);
        parts.extensions.get::<Self>().cloned().ok_or_else(unguarded)
    }
}
