//! The pages' [`AppBackend`] over the app's [`Bff`]: names on one side, names on the other.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::HeaderMap;
use leasehold_app::data::{
    ApiCall, AppBackend, CallOutcome, PageError, PageRequest, Pending, PendingOutcome, Person,
};
use leasehold_bff::{Bff, BffError, BffSession, BrowserContext, DeviceStanding, PendingSpec};
use leasehold_domain::{Clock, Entropy};
use leasehold_http_kit::urlencoded;
use leasehold_oauth_types::{AuthorizationDetail, Problem};
use serde_json::Value;

/// Real time, and the time that policy lives in.
#[derive(Clone, Debug)]
pub(super) struct Clocks {
    pub(super) real: Arc<dyn Clock>,
    pub(super) policy: Arc<dyn Clock>,
}

/// The backend of one app.
pub(super) struct Backend {
    bff: Bff,
    upstream: String,
    clocks: Clocks,
    entropy: Arc<dyn Entropy>,
}

impl Backend {
    pub(super) fn new(bff: Bff, upstream: &str, clocks: Clocks, entropy: Arc<dyn Entropy>) -> Self {
        Self { bff, upstream: upstream.to_owned(), clocks, entropy }
    }

    async fn session(&self, request: &PageRequest) -> Result<BffSession, PageError> {
        let session = self.bff.session(&request.headers).await.map_err(failed)?;
        session.ok_or_else(|| sign_in(request.path_and_query()))
    }
}

#[async_trait::async_trait]
impl AppBackend for Backend {
    async fn person(&self, headers: &HeaderMap) -> Result<Option<Person>, PageError> {
        let session = self.bff.session(headers).await.map_err(failed)?;
        Ok(session.map(|session| Person {
            csrf: session.csrf().to_owned(),
            name: session.name().to_owned(),
            username: session.username().to_owned(),
            locale: session.locale().map(str::to_owned),
            zone: session.zone().map(str::to_owned),
            elevated_until: session.elevated_until().map(|until| until.timestamp()),
            proof_due: self.bff.device_due(&session),
            must_prove: session.device() == DeviceStanding::Stale,
        }))
    }

    async fn call(&self, request: &PageRequest, call: ApiCall) -> Result<CallOutcome, PageError> {
        let session = self.session(request).await?;
        let ApiCall { method, path, body, idempotency_key, detail, return_to } = call;
        let pending = idempotency_key.clone().zip(detail).map(|(id, detail)| PendingSpec {
            id,
            detail,
            return_to: return_to.clone(),
        });
        let upstream = self.upstream.clone();
        let client = browser(request);
        let call = leasehold_bff::ApiCall { upstream, method, path, body, idempotency_key, client, pending };
        Ok(match self.bff.call(&session, call).await.map_err(failed)? {
            leasehold_bff::CallOutcome::Response { status, body } => CallOutcome::Response { status, body },
            leasehold_bff::CallOutcome::Problem(problem) => {
                // The page that was asked for is where a confirmation leads back to.
                let back = urlencoded::encode(&[("return_to", &return_to)]);
                let step_up_url = problem.step_up_url.as_ref().map(|path| format!("{path}&{back}"));
                CallOutcome::Problem(Problem { step_up_url, ..problem })
            }
            leasehold_bff::CallOutcome::StepUp { redirect } => CallOutcome::StepUp { redirect_url: redirect },
            leasehold_bff::CallOutcome::SignedOut => return Err(sign_in(&return_to)),
        })
    }

    async fn confirm(
        &self,
        request: &PageRequest,
        details: Vec<AuthorizationDetail>,
        return_to: &str,
    ) -> Result<String, PageError> {
        let session = self.session(request).await?;
        self.bff.authorize_details(&session, details, return_to).await.map_err(failed)
    }

    async fn pending(&self, request: &PageRequest, id: &str) -> Result<Pending, PageError> {
        let session = self.session(request).await?;
        let found = self.bff.outcome(&session, id, &browser(request)).await.map_err(failed)?;
        let outcome = match found {
            // Waited too long; what was typed is still known for a while.
            leasehold_bff::PendingOutcome::Unknown => PendingOutcome::Waiting { step_up: None },
            leasehold_bff::PendingOutcome::NotYet { step_up } => PendingOutcome::Waiting { step_up },
            leasehold_bff::PendingOutcome::Done { status, body } if (200..300).contains(&status) => {
                PendingOutcome::Done { body }
            }
            leasehold_bff::PendingOutcome::Done { status, body } => {
                PendingOutcome::Refused(problem(status, body))
            }
        };
        let request = self.bff.pending_body(&session, id).await.map_err(failed)?;
        match (request, outcome) {
            (None, PendingOutcome::Waiting { step_up: None }) => Err(PageError::NotFound),
            (request, outcome) => Ok(Pending { request: request.unwrap_or(Value::Null), outcome }),
        }
    }

    fn new_key(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.entropy.bytes::<16>())
    }

    fn now(&self) -> i64 {
        self.clocks.real.now().timestamp()
    }

    fn policy_now(&self) -> i64 {
        self.clocks.policy.now().timestamp()
    }
}

/// The browser behind a page, with the page's language: reasons come from the server.
fn browser(request: &PageRequest) -> BrowserContext {
    let languages = Some(request.locale.tag().to_owned());
    BrowserContext { languages, ..BrowserContext::new(&request.headers, &request.extensions) }
}

fn sign_in(return_to: &str) -> PageError {
    PageError::Redirect(Bff::login_path(return_to))
}

/// A refusal as it was kept. It said how long to wait from then, which says nothing about now.
fn problem(status: u16, body: Value) -> Problem {
    let mut problem: Problem =
        serde_json::from_value(body).unwrap_or_else(|_| Problem::new(status, "Refused"));
    problem.reasons.iter_mut().for_each(|reason| reason.retry_after = None);
    problem
}

fn failed(error: BffError) -> PageError {
    match error {
        BffError::NotAllowed => PageError::NotFound,
        BffError::Unavailable => PageError::Unavailable,
        BffError::Refused(_) | BffError::Storage(_) | BffError::Unreadable => {
            tracing::error!(error = &error as &dyn std::error::Error, "a page could not be filled");
            PageError::Unavailable
        }
    }
}
