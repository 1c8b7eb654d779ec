use http::{HeaderMap, Method};
use leasehold_oauth_types::{AuthorizationDetail, Problem};
use serde_json::Value;

use super::{PageError, PageRequest, Person};

/// One call of an API on behalf of the person.
#[derive(Clone, Debug)]
pub struct ApiCall {
    /// `GET` for pages, `POST` for form actions.
    pub method: Method,
    /// Path at the API, such as `/account/v1/access`.
    pub path: String,
    /// JSON body.
    pub body: Option<Value>,
    /// Sent as `Idempotency-Key`; also the id of the pending action when a step-up comes in between.
    pub idempotency_key: Option<String>,
    /// What the step-up page has to name, should one be needed (RFC 9396).
    pub detail: Option<AuthorizationDetail>,
    /// Where the browser ends after a step-up.
    pub return_to: String,
}

impl ApiCall {
    /// A read for the page that is being drawn.
    #[must_use]
    pub fn get(path: impl Into<String>, request: &PageRequest) -> Self {
        Self {
            method: Method::GET,
            path: path.into(),
            body: None,
            idempotency_key: None,
            detail: None,
            return_to: request.without("error"),
        }
    }

    /// An action that ends on the page `return_to`.
    #[must_use]
    pub fn post(path: impl Into<String>, body: Value, return_to: impl Into<String>) -> Self {
        Self {
            method: Method::POST,
            path: path.into(),
            body: Some(body),
            idempotency_key: None,
            detail: None,
            return_to: return_to.into(),
        }
    }
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallOutcome {
    /// The API did it.
    Response {
        /// 2xx.
        status: u16,
        /// JSON body, `null` if there is none.
        body: Value,
    },
    /// The API refused; for a rule's hold the reasons say why.
    Problem(Problem),
    /// The usual confirmation is missing: the action waits, and the browser goes here.
    StepUp {
        /// Path of this origin, or address at the issuer.
        redirect_url: String,
    },
}

/// An action that waited, or still waits, for a step-up; also one that was done at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The body that was, or will be, sent; `null` when it is not known any more.
    pub request: Value,
    /// How it went.
    pub outcome: PendingOutcome,
}

/// How a pending action went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PendingOutcome {
    /// Not confirmed, perhaps cancelled: nothing happened.
    Waiting {
        /// Path of this origin that begins the confirmation (again).
        step_up: Option<String>,
    },
    /// Done, exactly once.
    Done {
        /// Body of the API's answer.
        body: Value,
    },
    /// Confirmed, but refused by the API.
    Refused(Problem),
}

/// The backend-for-frontend of one app.
#[async_trait::async_trait]
pub trait AppBackend: Send + Sync {
    /// Who is signed in with this request's session cookie.
    ///
    /// # Errors
    ///
    /// [`PageError::Unavailable`] when that cannot be known now.
    async fn person(&self, headers: &HeaderMap) -> Result<Option<Person>, PageError>;

    /// Calls the app's API with the person's token.
    ///
    /// # Errors
    ///
    /// [`PageError::Redirect`] to `/auth/login` when the token set is gone, [`PageError::Unavailable`].
    async fn call(&self, request: &PageRequest, call: ApiCall) -> Result<CallOutcome, PageError>;

    /// Begins a step-up for objects that are not an API call (restore, device confirmation) and returns the
    /// address at the issuer.
    ///
    /// # Errors
    ///
    /// As [`Self::call`].
    async fn confirm(
        &self,
        request: &PageRequest,
        details: Vec<AuthorizationDetail>,
        return_to: &str,
    ) -> Result<String, PageError>;

    /// The action of this id (its idempotency key), if it belongs to this session.
    ///
    /// # Errors
    ///
    /// [`PageError::NotFound`].
    async fn pending(&self, request: &PageRequest, id: &str) -> Result<Pending, PageError>;

    /// A fresh idempotency key, unguessable.
    fn new_key(&self) -> String;

    /// The present moment, Unix seconds.
    fn now(&self) -> i64;

    /// The moment that policy lives in, Unix seconds: another one than now only where a demo moves it.
    fn policy_now(&self) -> i64 {
        self.now()
    }
}
