//! The stories, without a browser engine and without JavaScript.

use leasehold_domain::user::Role;
use leasehold_test_kit::Page;

use crate::support::{ACCOUNT, NORTHBANK, Person, TestApp};

const BRAZIL: [u8; 4] = [200, 160, 2, 3];

/// Fills in and sends the payment form.
async fn pay(person: &mut Person, amount: &str) -> Page {
    let form = person.browser.open(&format!("{NORTHBANK}/payments/new")).await;
    let fields =
        [("to", "Jonas Berg"), ("account", "NL91ABNA0417164300"), ("amount", amount), ("reference", "Rent")];
    person.browser.submit(&form, "/actions/send-payment", &fields).await
}

#[tokio::test]
async fn s1_a_payment_is_confirmed_and_made_once() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    let home = alice.sign_in(NORTHBANK).await;
    assert_eq!(home.url.as_str(), "http://northbank.localhost:8080/");
    assert!(home.shows("4,248.17"), "{}", home.body);

    let page = pay(&mut alice, "250.00").await;
    assert!(page.url.path().ends_with("/step-up") && page.shows("250.00"), "{}: {}", page.url, page.body);
    let done = alice.step_up(&page).await;
    assert!(done.url.path().starts_with("/payments/"), "{}: {}", done.url, done.body);
    assert!(done.shows("250.00"), "{}", done.body);

    // Reload, and the form sent again.
    alice.browser.open(done.url.as_str()).await;
    let home = alice.browser.open(NORTHBANK).await;
    assert!(home.shows("3,998.17"), "{}", home.body);
}

#[tokio::test]
async fn s2_a_scope_goes_with_the_place_and_comes_back_with_proof() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    alice.sign_in(NORTHBANK).await;
    alice.sign_in(ACCOUNT).await;
    alice.browser.address = BRAZIL.into();

    let home = alice.browser.open(NORTHBANK).await;
    assert!(home.shows("4,248.17"), "accounts still load: {}", home.body);
    let refused = pay(&mut alice, "250.00").await;
    assert_eq!(refused.url.host_str(), Some("northbank.localhost"), "{}: {}", refused.url, refused.body);
    assert!(refused.shows("Brazil"), "{}", refused.body);

    let access = alice.browser.open(&format!("{ACCOUNT}/access")).await;
    assert!(access.shows("Brazil"), "{}", access.body);
    let page = alice.browser.submit(&access, "/actions/restore", &[]).await;
    assert!(page.url.path().ends_with("/step-up"), "{}: {}", page.url, page.body);
    let back = alice.step_up(&page).await;
    assert!(back.url.as_str().starts_with("http://app.localhost:8080/access"), "{}: {}", back.url, back.body);

    let page = pay(&mut alice, "250.00").await;
    let done = alice.step_up(&page).await;
    assert!(done.url.path().starts_with("/payments/"), "{}: {}", done.url, done.body);
    let home = alice.browser.open(NORTHBANK).await;
    assert!(home.shows("3,998.17"), "{}", home.body);
}
