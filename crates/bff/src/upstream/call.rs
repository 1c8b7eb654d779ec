//! Calls that pages and form actions make.

use bytes::Bytes;
use http::header::HeaderValue;
use http::{Method, Response};
use leasehold_oauth_types::{AuthorizationDetail, Problem};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Executed, Outgoing, Refusal, refusal};
use crate::pending::PendingContent;
use crate::{Bff, BffError, BffSession, BrowserContext, DeviceStanding, Upstream};

/// Kind of the problem of a browser that has to prove the key of its session first.
const PROOF_REQUIRED: &str = "urn:leasehold:problem:device_proof_required";

/// One call to an API.
#[derive(Clone, Debug)]
pub struct ApiCall {
    /// Prefix of the API in the allow-list.
    pub upstream: String,
    /// The method.
    pub method: Method,
    /// Path with an optional query.
    pub path: String,
    /// JSON body.
    pub body: Option<Value>,
    /// Makes a repeated call the same call; letters, digits, `-` and `_`, at most 128.
    pub idempotency_key: Option<String>,
    /// The browser it is made for.
    pub client: BrowserContext,
    /// What to do when the API wants the person to confirm; without it a refusal is only told.
    pub pending: Option<PendingSpec>,
}

/// How a call resumes after its confirmation.
#[derive(Clone, Debug)]
pub struct PendingSpec {
    /// Names the pending action; also its `Idempotency-Key`, so give the call the same one.
    pub id: String,
    /// What the confirmation page names; the call resumes only if exactly this was confirmed.
    pub detail: AuthorizationDetail,
    /// Path of the page that shows the outcome.
    pub return_to: String,
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum CallOutcome {
    /// The API did it.
    Response {
        /// A success.
        status: u16,
        /// `Null` if there was no JSON.
        body: Value,
    },
    /// The API refused; its reasons are for the page. Where only the usual confirmation is missing,
    /// `step_up_url` is the path that begins it; a page adds `&return_to=`.
    Problem(Problem),
    /// The person has to confirm: redirect there with 303. The call waits.
    StepUp {
        /// A path of this origin.
        redirect: String,
    },
    /// The session is over: show the way to sign in.
    SignedOut,
}

/// A call without its browser: what is stored while it waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredCall {
    pub(crate) upstream: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: Option<Value>,
}

impl Bff {
    /// Calls an API with the tokens of the session and the context of the browser.
    ///
    /// # Errors
    ///
    /// [`BffError::NotAllowed`] for a call that is not on the allow-list, [`BffError::Unavailable`] when the
    /// API or the authorization server does not answer, and failures of the database.
    pub async fn call(&self, session: &BffSession, call: ApiCall) -> Result<CallOutcome, BffError> {
        if call.pending.is_none() {
            return self.call_now(session, call).await;
        }
        // In a task of its own: a browser that hangs up must not leave a payment made and its outcome lost.
        let (bff, session) = (self.clone(), session.clone());
        let task = tokio::spawn(async move { bff.call_now(&session, call).await });
        task.await.unwrap_or(Err(BffError::Unavailable))
    }

    async fn call_now(&self, session: &BffSession, call: ApiCall) -> Result<CallOutcome, BffError> {
        if session.device() == DeviceStanding::Stale {
            return Ok(CallOutcome::Problem(proof_required()));
        }
        let stored = StoredCall {
            upstream: call.upstream,
            method: call.method.to_string(),
            path: call.path,
            body: call.body,
        };
        let outgoing = self.outgoing(&stored, call.idempotency_key.as_deref())?;
        let pending = match call.pending {
            Some(spec) => {
                let content = PendingContent::of_call(session, spec.detail, stored, &spec.return_to)?;
                // Asked before anything is sent: the page of this id must tell of one action only.
                if self.names_another(session, &spec.id, &content).await? {
                    let problem = Problem::new(409, "Conflict").with_detail("the id names another action");
                    return Ok(CallOutcome::Problem(problem));
                }
                Some((spec.id, content))
            }
            None => None,
        };
        let answer = match self.execute(session, &outgoing, &call.client).await? {
            Executed::Answer(answer) => answer,
            Executed::SignedOut => return Ok(CallOutcome::SignedOut),
        };
        if answer.status().is_success() {
            let (status, body) = (answer.status().as_u16(), json(&answer));
            if let Some((id, content)) = pending {
                self.done_at_once(session, &id, content, status, &body).await;
            }
            return Ok(CallOutcome::Response { status, body });
        }
        let refused = refusal(&answer);
        self.note_refusal(session, &refused.problem).await;
        match (refused, pending) {
            (Refusal { step_up: Some(step_up), .. }, Some((id, content))) => {
                self.wait_for_step_up(session, &id, PendingContent { step_up, ..content }).await
            }
            (Refusal { mut problem, step_up }, _) => {
                problem.step_up_url = step_up.map(|step_up| step_up.path(None));
                Ok(CallOutcome::Problem(problem))
            }
        }
    }

    /// A stored call as a request, if it is allowed.
    pub(crate) fn outgoing(&self, call: &StoredCall, key: Option<&str>) -> Result<Outgoing, BffError> {
        let method: Method = call.method.parse().map_err(|_| BffError::NotAllowed)?;
        let url = self.upstream(&call.upstream).ok_or(BffError::NotAllowed)?.allowed(&method, &call.path)?;
        let body =
            call.body.as_ref().map(serde_json::to_vec).transpose().map_err(|_| BffError::NotAllowed)?;
        Ok(Outgoing {
            method,
            url,
            accept: HeaderValue::from_static("application/json"),
            content_type: body.is_some().then(|| HeaderValue::from_static("application/json")),
            body: Bytes::from(body.unwrap_or_default()),
            idempotency_key: key.map(idempotency_key).transpose()?,
        })
    }

    pub(crate) fn upstream(&self, prefix: &str) -> Option<&Upstream> {
        self.0.upstreams.iter().find(|upstream| upstream.prefix == prefix)
    }
}

/// Checks a key that came from a form.
pub(crate) fn idempotency_key(key: &str) -> Result<HeaderValue, BffError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if key.is_empty() || key.len() > 128 || !key.bytes().all(plain) {
        return Err(BffError::NotAllowed);
    }
    HeaderValue::from_str(key).map_err(|_| BffError::NotAllowed)
}

/// The JSON of an answer.
pub(crate) fn json(answer: &Response<Bytes>) -> Value {
    serde_json::from_slice(answer.body()).unwrap_or(Value::Null)
}

/// The answer to a browser that has to prove the key of its session first.
pub(crate) fn proof_required() -> Problem {
    Problem::new(401, "Device proof required").with_kind(PROOF_REQUIRED)
}
