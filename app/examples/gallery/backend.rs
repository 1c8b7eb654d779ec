//! A backend-for-frontend over fixtures.

use http::HeaderMap;
use leasehold_app::data::{
    ApiCall, AppBackend, CallOutcome, PageError, PageRequest, Pending, PendingOutcome, Person,
};
use leasehold_oauth_types::{AuthorizationDetail, Problem, Reason, Remedy};
use serde_json::json;

use crate::{NOW, factors, fixtures};

pub(crate) struct Fixtures;

fn refusal(remedy: Remedy, code: &str, text: &str) -> Problem {
    let reason = Reason {
        code: code.into(),
        scope: "payments.write".parse().ok(),
        status: None,
        text: Some(text.into()),
        remedy,
        retry_after: (remedy == Remedy::Wait).then_some(66_600),
        acr_values: None,
        max_age: None,
        since: Some(NOW - 600),
    };
    Problem::new(403, "Forbidden").with_reasons(vec![reason])
}

#[async_trait::async_trait]
impl AppBackend for Fixtures {
    async fn person(&self, _: &HeaderMap) -> Result<Option<Person>, PageError> {
        Ok(Some(Person {
            csrf: "csrf".into(),
            name: "Alice Visser".into(),
            username: "alice".into(),
            locale: None,
            zone: Some("Europe/Amsterdam".into()),
            elevated_until: None,
            proof_due: 240,
            must_prove: false,
        }))
    }

    async fn call(&self, request: &PageRequest, call: ApiCall) -> Result<CallOutcome, PageError> {
        let state = request.query("state").unwrap_or_default();
        let path = call.path.split('?').next().unwrap_or_default();
        let body = match path {
            _ if state == "forbidden" => return Ok(CallOutcome::Problem(Problem::new(403, "Forbidden"))),
            _ if state == "down" => return Err(PageError::Unavailable),
            "/account/v1/access" => fixtures::access(&state),
            "/account/v1/devices" => fixtures::devices(&state),
            "/account/v1/activity" => fixtures::activity(&state),
            "/account/v1/unusual-activity" => fixtures::unusual_activity(&state),
            "/account/v1/notices" => fixtures::notices(&state),
            "/account/v1/factors" => json!(factors::factors(&state)),
            "/account/v1/device-number" => json!({"number": "42", "can_mail": true}),
            "/admin/v1/log" => fixtures::log(&state),
            "/payments" => {
                let text = "You are outside the EU since a few minutes ago, near São Paulo.";
                return Ok(CallOutcome::Problem(refusal(Remedy::StepUp, "left_region", text)));
            }
            _ if path.ends_with("/approve") => {
                let text = "It is outside your organisation's hours.";
                return Ok(CallOutcome::Problem(refusal(Remedy::Wait, "business_hours", text)));
            }
            other => fixtures::bank(other),
        };
        Ok(CallOutcome::Response { status: 200, body })
    }

    async fn confirm(
        &self,
        _: &PageRequest,
        _: Vec<AuthorizationDetail>,
        _: &str,
    ) -> Result<String, PageError> {
        Ok("http://127.0.0.1:9001/interaction/restore/step-up".into())
    }

    async fn pending(&self, _: &PageRequest, id: &str) -> Result<Pending, PageError> {
        let request = json!({
            "instructedAmount": {"currency": "EUR", "amount": "250.00"},
            "creditorName": "Shop BV",
            "creditorAccount": "NL91ABNA0417164300",
            "remittanceInformation": "Order 1042",
        });
        let outcome = match id {
            "done" => PendingOutcome::Done { body: json!({}) },
            "waiting" => PendingOutcome::Waiting { step_up: Some("/auth/step-up?pending=waiting".into()) },
            "refused" => {
                PendingOutcome::Refused(refusal(Remedy::StepUp, "left_region", "You are outside the EU."))
            }
            _ => return Err(PageError::NotFound),
        };
        Ok(Pending { request, outcome })
    }

    fn new_key(&self) -> String {
        "fixed-key".into()
    }

    fn now(&self) -> i64 {
        NOW
    }
}
