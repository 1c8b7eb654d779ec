//! What forms need, and where they lead.

use std::sync::Arc;

use http::{Request, StatusCode, header};
use leasehold_app::data::CallOutcome;
use leasehold_app::sites::{Brand, account};
use leasehold_oauth_types::{AuthorizationDetail, Problem, Reason, Remedy};
use tower::ServiceExt as _;

use crate::backend::Backend;
use crate::{bank, form, location, state, text};

const PAYMENT: &str =
    "to=Shop+BV&account=nl91+abna+0417+1643+00&amount=250%2C5&reference=&idempotency_key=key-1";

fn payment(csrf: &str) -> Request<axum::body::Body> {
    form("/actions/send-payment", &format!("csrf={csrf}&{PAYMENT}"))
}

fn refusal() -> Problem {
    let reason = Reason {
        code: "left_region".into(),
        scope: None,
        status: None,
        text: Some("You are outside the EU.".into()),
        remedy: Remedy::StepUp,
        retry_after: None,
        acr_values: None,
        max_age: None,
        since: None,
    };
    Problem::new(403, "Forbidden").with_reasons(vec![reason])
}

#[tokio::test]
async fn a_payment_is_sent_in_its_one_spelling() {
    let backend = Arc::new(Backend::default());
    let response = bank(&backend).oneshot(payment("the-token")).await.unwrap();
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(location(&response), "/payments/key-1");
    let calls = backend.calls.lock().unwrap();
    let call = &calls[0];
    assert_eq!(call.idempotency_key.as_deref(), Some("key-1"));
    assert_eq!(call.body.as_ref().unwrap()["instructedAmount"]["amount"], "250.50");
    assert_eq!(call.body.as_ref().unwrap()["creditorAccount"], "NL91ABNA0417164300");
    assert!(matches!(call.detail, Some(AuthorizationDetail::PaymentInitiation(_))));
}

#[tokio::test]
async fn a_form_without_its_token_does_nothing() {
    let doubled = format!("csrf=the-token&csrf=the-token&{PAYMENT}");
    for request in [
        payment(""),
        payment("another"),
        form("/actions/send-payment", PAYMENT),
        form("/actions/send-payment", &doubled),
    ] {
        let backend = Arc::new(Backend::default());
        let response = bank(&backend).oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        assert_eq!(backend.acts(), 0);
    }
}

#[tokio::test]
async fn a_form_from_another_site_does_nothing() {
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "http://ledgerly.localhost:8080"),
    ] {
        let backend = Arc::new(Backend::default());
        let mut request = payment("the-token");
        request.headers_mut().insert(name, value.parse().unwrap());
        let response = bank(&backend).oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{name}: {value}");
        assert_eq!(backend.acts(), 0);
    }
}

#[tokio::test]
async fn bad_forms_are_refused_and_never_a_500() {
    let long = format!("csrf=the-token&to={}", "a".repeat(20_000));
    let repeated = format!("csrf=the-token&to=x&{PAYMENT}");
    let key = format!("csrf=the-token&{}", PAYMENT.replace("key-1", "..%2F..%2Fx"));
    for body in ["csrf=%zz", "csrf=the-token", long.as_str(), repeated.as_str(), key.as_str()] {
        let backend = Arc::new(Backend::default());
        let response = bank(&backend).oneshot(form("/actions/send-payment", body)).await.unwrap();
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{body:.60}");
        assert_eq!(backend.acts(), 0);
    }
    let backend = Arc::new(Backend::default());
    let mut json = payment("the-token");
    json.headers_mut().insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
    assert_eq!(bank(&backend).oneshot(json).await.unwrap().status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_wrong_field_comes_back_with_the_others_intact() {
    let backend = Arc::new(Backend::default());
    let body = format!("csrf=the-token&{}", PAYMENT.replace("00&amount", "01&amount"));
    let response = bank(&backend).oneshot(form("/actions/send-payment", &body)).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(response).await;
    assert!(page.contains("That account number is not right"), "{page}");
    assert!(page.contains(r#"value="Shop BV""#) && page.contains(r#"value="250,5""#), "{page}");
    assert_eq!(backend.acts(), 0);
}

#[tokio::test]
async fn a_missing_confirmation_leads_to_the_step_up() {
    let act = CallOutcome::StepUp { redirect_url: "/auth/step-up?pending=key-1".into() };
    let backend = Arc::new(Backend { act, ..Backend::default() });
    let response = bank(&backend).oneshot(payment("the-token")).await.unwrap();
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(location(&response), "/auth/step-up?pending=key-1");
}

#[tokio::test]
async fn a_rule_is_explained_and_never_a_silent_redirect() {
    let backend = Arc::new(Backend { act: CallOutcome::Problem(refusal()), ..Backend::default() });
    let response = bank(&backend).oneshot(payment("the-token")).await.unwrap();
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    let page = text(response).await;
    assert!(page.contains("You are outside the EU."), "{page}");
    assert!(page.contains(r#"href="http://app.localhost:8080/access""#), "{page}");
    assert!(page.contains(r#"value="fresh-key""#) && page.contains(r#"value="Shop BV""#), "{page}");
}

#[tokio::test]
async fn restore_names_its_holds() {
    let backend = Arc::new(Backend::default());
    let router = || account::router(state(&backend, Brand::Leasehold));
    let response = router().oneshot(form("/actions/restore", "csrf=the-token&hold=a&hold=b")).await.unwrap();
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(location(&response), "/auth/step-up?n=1&to=/access?done=restored");
    let response = router().oneshot(form("/actions/restore", "csrf=the-token&grant=g")).await.unwrap();
    assert_eq!(response.status(), StatusCode::SEE_OTHER, "a lifetime that is over has no hold");
    let response = router().oneshot(form("/actions/restore", "csrf=the-token")).await.unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
}
