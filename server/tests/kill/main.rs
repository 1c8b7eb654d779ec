//! A server that is killed with SIGKILL loses nothing that it had acknowledged.
//!
//! The real program serves the demo over real sockets. It is killed and started again between consent, code,
//! token, payment and withdrawal; whoever it had answered carries on as if nothing had been.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which the lint does not know as such")]

mod client;
mod demo;
mod person;
#[expect(dead_code, reason = "what only the tests of the commands use")]
#[path = "../it/process/running.rs"]
mod running;
#[path = "../it/support/scratch.rs"]
mod scratch;

use leasehold_test_kit::Page;
use serde_json::Value;

use demo::Demo;
use person::Person;

const AAL2: &str = "urn:leasehold:acr:aal2";

/// Fills in and sends the payment form.
async fn pay(demo: &Demo, person: &mut Person, amount: &str) -> (Page, Page) {
    let form = person.browser.open(&format!("{}/payments/new", demo.origin("northbank"))).await;
    let fields =
        [("to", "Jonas Berg"), ("account", "NL91ABNA0417164300"), ("amount", amount), ("reference", "Rent")];
    let page = person.browser.submit(&form, "/actions/send-payment", &fields).await;
    (form, page)
}

fn token(answer: &Value, name: &str) -> String {
    answer[name].as_str().unwrap_or_else(|| panic!("no {name}")).to_owned()
}

#[tokio::test]
async fn between_consent_and_code_and_session() {
    let mut demo = Demo::start();
    let northbank = demo.origin("northbank");
    let mut kim = Person::new(&demo, "user").await;

    let consent = kim.up_to_consent(&northbank).await;
    demo.kill_and_restart();
    kim.browser.stop_at = Some(format!("{northbank}/auth/callback"));
    let answer = kim.consent(&consent).await;
    kim.browser.stop_at = None;
    assert!(answer.location().is_some(), "{}: {}", answer.url, answer.body);

    // The code is on its way through the browser.
    demo.kill_and_restart();
    let callback = answer.location().unwrap();
    let home = kim.browser.follow(answer).await;
    assert!(
        home.url.as_str().starts_with(&northbank) && home.shows("4,248.17"),
        "{}: {}",
        home.url,
        home.body
    );

    demo.kill_and_restart();
    let home = kim.browser.open(&northbank).await;
    assert!(home.url.path() == "/" && home.shows("4,248.17"), "still signed in: {}", home.url);
    // The way back of the sign-in leads nowhere a second time, and breaks nothing.
    let again = kim.browser.open(callback.as_str()).await;
    assert!(!again.status.is_success(), "{}: {}", again.url, again.body);
    let home = kim.browser.open(&northbank).await;
    assert!(home.shows("4,248.17"), "{}: {}", home.url, home.body);

    // Session and consent at the issuer are remembered too: the app comes back without a question.
    kim.browser.clear_cookies(&northbank);
    let home = kim.browser.open(&northbank).await;
    assert!(
        home.url.as_str().starts_with(&northbank) && home.shows("4,248.17"),
        "{}: {}",
        home.url,
        home.body
    );
}

#[tokio::test]
async fn between_code_and_token_and_its_use() {
    let mut demo = Demo::start();
    let mut kim = Person::new(&demo, "user").await;
    let code = demo.code(&mut kim, "openid accounts.read", None).await;

    demo.kill_and_restart();
    let (status, tokens) = demo.redeem(&code).await;
    assert_eq!(status, 200, "a code that was not used can be used");

    demo.kill_and_restart();
    let (access, refresh) = (token(&tokens, "access_token"), token(&tokens, "refresh_token"));
    let (status, accounts) = demo.accounts(&access).await;
    assert_eq!(status, 200, "{accounts}");
    let (status, renewed) = demo.refresh(&refresh).await;
    assert_eq!(status, 200, "the refresh token is good after the restart");

    demo.kill_and_restart();
    let (access, refresh) = (token(&renewed, "access_token"), token(&renewed, "refresh_token"));
    assert_eq!(demo.accounts(&access).await.0, 200);

    // A refusal is as durable as a grant: the code was used, and using it again ends what came of it.
    let (status, refused) = demo.redeem(&code).await;
    assert_eq!((status, refused["error"].as_str()), (400, Some("invalid_grant")));
    demo.kill_and_restart();
    assert_eq!(demo.redeem(&code).await.0, 400);
    assert_eq!(demo.refresh(&refresh).await.0, 400);
    assert_eq!(demo.accounts(&access).await.0, 401);
    // On disk there is nothing to steal, even in what was not yet written to its place.
    demo.keeps_out_of_files(&[&code, &access, &refresh]);
}

#[tokio::test]
async fn between_revocation_and_the_next_request() {
    let mut demo = Demo::start();
    let mut kim = Person::new(&demo, "user").await;
    let code = demo.code(&mut kim, "openid accounts.read", None).await;
    let (_, tokens) = demo.redeem(&code).await;
    let (access, refresh) = (token(&tokens, "access_token"), token(&tokens, "refresh_token"));
    assert_eq!(demo.accounts(&access).await.0, 200);
    assert_eq!(demo.as_client("/revoke", &[("token", &refresh)]).await.0, 200);

    demo.kill_and_restart();
    assert_eq!(demo.accounts(&access).await.0, 401);
    assert_eq!(demo.refresh(&refresh).await.0, 400);
}

#[tokio::test]
async fn between_payment_and_its_answer() {
    let mut demo = Demo::start();
    let mut kim = Person::new(&demo, "user").await;
    let scope = "openid accounts.read payments.write";
    let code = demo.code(&mut kim, scope, Some(AAL2)).await;
    let (status, tokens) = demo.redeem(&code).await;
    assert_eq!(status, 200);
    let access = token(&tokens, "access_token");
    let key = "kim-pays-the-rent-once";
    let (status, first) = demo.pay(&access, key, "250.00").await;
    assert_eq!(status, 201, "{first}");

    // The app was killed, or never heard the answer: it sends the same again.
    demo.kill_and_restart();
    let (status, again) = demo.pay(&access, key, "250.00").await;
    assert_eq!(status, 201, "{again}");
    assert_eq!(first, again);
    let made = demo.transactions(&access).await;
    let made = made.iter().filter(|booked| booked["counterparty"] == "Jonas Berg").count();
    assert_eq!(made, 1);
    let (status, other) = demo.pay(&access, key, "251.00").await;
    assert!((400..500).contains(&status), "another payment under the same key: {other}");
}

#[tokio::test]
async fn between_a_pending_payment_and_its_confirmation() {
    let mut demo = Demo::start();
    let northbank = demo.origin("northbank");
    let mut kim = Person::new(&demo, "user").await;
    kim.sign_in(&northbank).await;
    let (form, confirm) = pay(&demo, &mut kim, "250.00").await;
    assert!(confirm.url.path().ends_with("/step-up") && confirm.shows("250.00"), "{}", confirm.body);

    demo.kill_and_restart();
    kim.browser.stop_at = Some(format!("{northbank}/auth/callback"));
    let confirmed = kim.step_up(&confirm).await;
    kim.browser.stop_at = None;
    assert!(confirmed.location().is_some(), "{}: {}", confirmed.url, confirmed.body);

    demo.kill_and_restart();
    let done = kim.browser.follow(confirmed).await;
    assert!(done.url.path().starts_with("/payments/") && done.shows("250.00"), "{}: {}", done.url, done.body);

    demo.kill_and_restart();
    let seen = kim.browser.open(done.url.as_str()).await;
    assert!(seen.shows("250.00"), "{}: {}", seen.url, seen.body);
    // The form of back then, sent again: the same payment, not another.
    let fields = [
        ("to", "Jonas Berg"),
        ("account", "NL91ABNA0417164300"),
        ("amount", "250.00"),
        ("reference", "Rent"),
    ];
    let again = kim.browser.submit(&form, "/actions/send-payment", &fields).await;
    assert_eq!(again.url.path(), done.url.path(), "{}", again.body);
    let home = kim.browser.open(&northbank).await;
    assert!(home.shows("3,998.17"), "{}", home.body);
    let cookies = [(demo.origin(""), "lh_sid"), (demo.origin(""), "lh_dev"), (northbank, "lh_bff")];
    let cookies = cookies.map(|(origin, name)| {
        let cookie = kim.browser.cookie(&origin, &format!("__Host-Http-{name}"));
        cookie.unwrap_or_else(|| panic!("no {name}")).to_owned()
    });
    demo.keeps_out_of_files(&cookies.each_ref().map(String::as_str));
}

#[tokio::test]
async fn between_withdrawal_and_the_next_request() {
    let mut demo = Demo::start();
    let northbank = demo.origin("northbank");
    let mut kim = Person::new(&demo, "user").await;
    kim.sign_in(&northbank).await;
    let mut other = kim.elsewhere(demo.browser());
    other.browser.agent =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0".into();
    other.sign_in(&northbank).await;
    let (_, refused) = pay(&demo, &mut other, "250.00").await;
    assert!(refused.shows("not confirmed"), "{}: {}", refused.url, refused.body);
    let mut ada = Person::new(&demo, "admin").await;
    ada.sign_in(&demo.origin("admin")).await;
    let before = holds(&demo, &mut ada, &kim).await;

    for _ in 0..2 {
        demo.kill_and_restart();
        let (_, refused) = pay(&demo, &mut other, "250.00").await;
        assert!(refused.shows("not confirmed"), "{}: {}", refused.url, refused.body);
        assert_eq!(holds(&demo, &mut ada, &kim).await, before);
    }
    // The first browser keeps what it had.
    let (_, confirm) = pay(&demo, &mut kim, "250.00").await;
    assert!(confirm.url.path().ends_with("/step-up"), "{}: {}", confirm.url, confirm.body);
}

/// Numbers of the log entries about the new device of a person: one, and it stays open.
async fn holds(demo: &Demo, ada: &mut Person, person: &Person) -> Vec<Value> {
    ada.browser.script = true;
    let query = format!("person={}&rule=new_device", person.username);
    let log = ada.browser.fetch(&format!("{}/api/admin/admin/v1/log?{query}", demo.origin("admin"))).await;
    ada.browser.script = false;
    let entries = log.json()["entries"].as_array().unwrap_or_else(|| panic!("{}", log.body)).clone();
    let opened: Vec<_> = entries.iter().filter(|entry| entry["change"] == "hold_opened").collect();
    assert_eq!((entries.len(), opened.len()), (1, 1), "{}", log.body);
    assert!(opened[0]["closed_at_ms"].is_null(), "{}", log.body);
    opened.into_iter().map(|entry| entry["seq"].clone()).collect()
}
