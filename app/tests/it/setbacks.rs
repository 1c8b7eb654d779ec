//! What people read when a confirmation was cancelled or failed.

use std::sync::Arc;

use http::StatusCode;
use leasehold_app::data::{Pending, PendingOutcome};
use leasehold_app::sites::{Brand, account, admin, ledgerly};
use leasehold_oauth_types::Problem;
use serde_json::json;

use crate::backend::Backend;
use crate::{bank, get, location, state, text};

fn waiting() -> Arc<Backend> {
    let request = json!({
        "instructedAmount": { "currency": "EUR", "amount": "250.00" },
        "creditorName": "Shop BV",
        "creditorAccount": "NL91ABNA0417164300",
        "remittanceInformation": "",
    });
    let outcome = PendingOutcome::Waiting { step_up: None };
    Arc::new(Backend { pending: Some(Pending { request, outcome }), ..Backend::default() })
}

#[tokio::test]
async fn a_payment_comes_back_to_its_form_with_everything_that_was_typed() {
    for (error, why) in [
        ("denied", "You cancelled the confirmation."),
        ("interaction_required", "you could not be asked"),
        ("not_met", "strong enough"),
        ("rejected", "did not work"),
    ] {
        let response = get(bank(&waiting()), &format!("/payments/key-1?error={error}")).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let form = location(&response).to_owned();
        assert_eq!(form, format!("/payments/new?again=key-1&error={error}"));
        let page = text(get(bank(&waiting()), &form).await).await;
        let alert = page.split(r#"role="alert""#).nth(1).unwrap();
        assert!(alert.contains("The payment was not sent.") && alert.contains(why), "{error}: {page}");
        assert!(page.contains("<title>The payment was not sent."), "{page}");
        assert!(page.contains(r#"value="Shop BV""#) && page.contains(r#"value="250.00""#), "{page}");
    }
}

#[tokio::test]
async fn what_is_not_known_any_more_is_an_empty_form_that_says_why() {
    let gone = Arc::new(Backend::default());
    let response = get(bank(&gone), "/payments/key-1?error=someone_else").await;
    let page = get(bank(&gone), location(&response)).await;
    assert_eq!(page.status(), StatusCode::OK);
    assert!(text(page).await.contains("Somebody else finished"));
    assert_eq!(get(bank(&gone), "/payments/key-1").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_approval_comes_back_to_the_list() {
    let books = || ledgerly::router(state(&waiting(), Brand::Ledgerly));
    let response = get(books(), "/approvals/key-1?error=denied").await;
    assert_eq!(location(&response), "/?error=denied");
    let page = text(get(books(), "/?error=denied").await).await;
    assert!(page.contains("The invoice was not approved. You cancelled the confirmation."), "{page}");
}

#[tokio::test]
async fn what_was_cancelled_is_not_said_to_be_done() {
    let dashboard = || account::router(state(&Arc::new(Backend::default()), Brand::Leasehold));
    for (path, done) in [("/access?done=restored", "Restored."), ("/devices?done=confirmed", "Confirmed.")] {
        let page = text(get(dashboard(), &format!("{path}&error=denied")).await).await;
        assert!(page.contains("Nothing was changed. You cancelled the confirmation."), "{page}");
        assert!(!page.contains(done), "{page}");
        assert!(text(get(dashboard(), path).await).await.contains(done));
    }
}

#[tokio::test]
async fn a_word_of_nobodys_says_nothing() {
    let page = text(get(bank(&waiting()), "/payments/new?error=Call+0900-1234").await).await;
    assert!(!page.contains("not sent") && !page.contains("0900"), "{page}");
    assert_eq!(get(bank(&waiting()), "/payments/key-1?error=x").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn whoever_said_no_is_not_asked_again_without_a_word() {
    let problem =
        Problem { step_up_url: Some("/auth/step-up?x".into()), ..Problem::new(401, "Unauthorized") };
    let backend = Arc::new(Backend { read: Err(problem), ..Backend::default() });
    let response = get(admin::router(state(&backend, Brand::Admin)), "/?person=bram&error=denied").await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    let page = text(response).await;
    assert!(page.contains("You cancelled the confirmation."), "{page}");
    assert!(page.contains(r#"href="/auth/step-up?x""#), "{page}");
    // The way back does not say again what is past.
    assert_eq!(backend.calls.lock().unwrap()[0].return_to, "/?person=bram");
}
