//! A backend that answers what a test says and remembers what it was asked.

use std::sync::Mutex;

use http::HeaderMap;
use leasehold_app::data::{ApiCall, AppBackend, CallOutcome, PageError, PageRequest, Pending, Person};
use leasehold_oauth_types::{AuthorizationDetail, Problem};
use serde_json::{Value, json};

/// Name and token of the person of all tests; the name is hostile.
pub(crate) const NAME: &str = "<script>alert(1)</script> & \u{202e}Co";
pub(crate) const CSRF: &str = "the-token";

pub(crate) struct Backend {
    pub(crate) signed_in: bool,
    pub(crate) must_prove: bool,
    pub(crate) locale: Option<&'static str>,
    /// Answer to every call that is not a read.
    pub(crate) act: CallOutcome,
    /// Answer to every read.
    pub(crate) read: Result<Value, Problem>,
    /// The action that waits, if there is one.
    pub(crate) pending: Option<Pending>,
    pub(crate) calls: Mutex<Vec<ApiCall>>,
}

impl Default for Backend {
    fn default() -> Self {
        Self {
            signed_in: true,
            must_prove: false,
            locale: None,
            act: CallOutcome::Response { status: 201, body: json!({}) },
            read: Ok(
                json!({"accounts": [], "invoices": [], "apps": [], "devices": [], "entries": [], "activity": [], "notices": [],
                    "unread": 0, "factors": [], "issuer": "http://localhost:8080", "total": 0, "next": null}),
            ),
            pending: None,
            calls: Mutex::default(),
        }
    }
}

impl Backend {
    /// How many calls changed something.
    pub(crate) fn acts(&self) -> usize {
        self.calls.lock().unwrap().iter().filter(|call| call.method == "POST").count()
    }
}

#[async_trait::async_trait]
impl AppBackend for Backend {
    async fn person(&self, _: &HeaderMap) -> Result<Option<Person>, PageError> {
        Ok(self.signed_in.then(|| Person {
            csrf: CSRF.into(),
            name: NAME.into(),
            username: "alice".into(),
            locale: self.locale.map(str::to_owned),
            zone: Some("Europe/Amsterdam".into()),
            elevated_until: None,
            proof_due: 17,
            must_prove: self.must_prove,
        }))
    }

    async fn call(&self, _: &PageRequest, call: ApiCall) -> Result<CallOutcome, PageError> {
        let read = call.method == "GET";
        self.calls.lock().unwrap().push(call);
        Ok(match (read, &self.read) {
            (true, Ok(body)) => CallOutcome::Response { status: 200, body: body.clone() },
            (true, Err(problem)) => CallOutcome::Problem(problem.clone()),
            (false, _) => self.act.clone(),
        })
    }

    async fn confirm(
        &self,
        _: &PageRequest,
        details: Vec<AuthorizationDetail>,
        return_to: &str,
    ) -> Result<String, PageError> {
        Ok(format!("/auth/step-up?n={}&to={return_to}", details.len()))
    }

    async fn pending(&self, _: &PageRequest, _: &str) -> Result<Pending, PageError> {
        self.pending.clone().ok_or(PageError::NotFound)
    }

    fn new_key(&self) -> String {
        "fresh-key".into()
    }

    fn now(&self) -> i64 {
        1_795_354_200
    }
}
