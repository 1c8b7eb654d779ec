//! What pages say where several parts have to agree.

use leasehold_domain::user::Role;
use leasehold_test_kit::Page;
use serde_json::Value;

use crate::support::{ACCOUNT, ADMIN, ISSUER, LEDGERLY, Log, NORTHBANK, Person, TestApp};

/// Chooses something on the demo's context panel.
async fn panel(person: &mut Person, name: &str, value: &str) -> Page {
    let address = format!("{ISSUER}/demo/context");
    let page = person.browser.open(&address).await;
    let csrf = page.field("csrf").unwrap();
    let answer = person.browser.post(&address, ISSUER, &[("csrf", &csrf), (name, value)]).await;
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.body);
    person.browser.open(&address).await
}

async fn pay(person: &mut Person) -> Page {
    let form = person.browser.open(&format!("{NORTHBANK}/payments/new")).await;
    let fields =
        [("to", "Jonas Berg"), ("account", "NL91ABNA0417164300"), ("amount", "12.50"), ("reference", "")];
    person.browser.submit(&form, "/actions/send-payment", &fields).await
}

#[tokio::test]
async fn a_pause_names_its_end_by_the_moved_clock() {
    let app = TestApp::start().await;
    // In the middle of a second, so that what is left has a fraction.
    app.clock.advance(chrono::Duration::milliseconds(400));
    let mut alice = app.person("alice", Role::User).await;
    let invoices = alice.sign_in(LEDGERLY).await;
    panel(&mut alice, "clock", "sunday_2230").await;
    let refused = alice.browser.submit(&invoices, "/actions/approve-invoice", &[]).await;
    assert!(refused.shows("Paused until tomorrow 09:00"), "{}: {}", refused.url, refused.body);
}

#[tokio::test]
async fn a_cancelled_payment_keeps_its_form_also_when_it_waited_too_long() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    alice.sign_in(NORTHBANK).await;
    for minutes in [0, 6] {
        let page = pay(&mut alice).await;
        app.clock.advance(chrono::Duration::minutes(minutes));
        let path = page.url.path().to_owned();
        let form = alice.browser.submit(&page, &path, &[("decision", "cancel")]).await;
        assert_eq!(form.url.path(), "/payments/new", "{}: {}", form.url, form.body);
        assert!(form.shows("The payment was not sent. You cancelled the confirmation."), "{}", form.body);
        assert!(form.shows("Jonas Berg") && form.shows("12.50"), "{}", form.body);
    }
}

#[tokio::test]
async fn a_chosen_device_takes_access_at_once_and_the_browser_gives_it_back() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    let nobody = alice.browser.open(&format!("{ISSUER}/demo/context")).await;
    assert!(nobody.shows("value=\"new\"") && !nobody.shows("value=\"laptop\""), "{}", nobody.body);
    alice.sign_in(NORTHBANK).await;
    alice.sign_in(ACCOUNT).await;

    panel(&mut alice, "device", "new").await;
    let refused = pay(&mut alice).await;
    assert!(refused.shows("a device that you have not confirmed yet"), "{}: {}", refused.url, refused.body);
    let devices = alice.browser.open(&format!("{ACCOUNT}/devices")).await;
    assert!(devices.shows("New device"), "{}", devices.body);

    // Trusted for long, so that only the usual confirmation is asked; and so is the browser itself.
    for device in ["laptop", "new", "browser", "laptop"] {
        let chosen = panel(&mut alice, "device", device).await;
        let button = format!("value=\"{device}\"");
        let state = chosen.body.split(&button).nth(1).unwrap().split("aria-pressed=\"").nth(1).unwrap();
        assert!(state.starts_with("true"), "{device}: {}", chosen.body);
        let page = pay(&mut alice).await;
        assert_eq!(page.url.path().ends_with("/step-up"), device != "new", "{device}: {}", page.body);
    }

    // A sign-in comes from the chosen device too.
    panel(&mut alice, "device", "new").await;
    let home = alice.browser.open(NORTHBANK).await;
    alice.browser.submit(&home, "/auth/logout", &[]).await;
    alice.sign_in(NORTHBANK).await;
    assert!(pay(&mut alice).await.shows("a device that you have not confirmed yet"));
}

#[tokio::test]
async fn a_device_of_nobodys_is_no_choice() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    let address = format!("{ISSUER}/demo/context");
    let csrf = alice.browser.open(&address).await.field("csrf").unwrap();
    for device in ["", "forget", "dev_1"] {
        let answer = alice.browser.post(&address, ISSUER, &[("csrf", &csrf), ("device", device)]).await;
        assert_eq!(answer.status.as_u16(), 400, "{device}");
    }
    let fields = [("csrf", &*csrf), ("device", "new")];
    let answer = alice.browser.post(&address, "http://evil.example", &fields).await;
    assert_eq!(answer.status.as_u16(), 403);
}

#[tokio::test]
async fn the_resource_metadata_that_a_challenge_names_is_there() {
    let app = TestApp::start().await;
    let refused = app.call(&app.bank, "127.0.0.1:8090", (http::Method::GET, "/accounts"), "", None).await;
    let challenge = refused.headers[http::header::WWW_AUTHENTICATE].to_str().unwrap();
    let address = challenge.split("resource_metadata=\"").nth(1).unwrap().split('"').next().unwrap();
    let path = address.strip_prefix("http://127.0.0.1:8090").unwrap_or_else(|| panic!("{challenge}"));
    let found = app.call(&app.bank, "127.0.0.1:8090", (http::Method::GET, path), "", None).await;
    let metadata: Value = serde_json::from_str(&found.body).unwrap();
    // RFC 9728 section 3.3.
    assert_eq!(metadata["resource"], "http://127.0.0.1:8090");
}

#[tokio::test]
async fn a_sign_out_ends_on_the_page_of_the_app() {
    let app = TestApp::start().await;
    let mut ada = app.person("ada", Role::Admin).await;
    for origin in [NORTHBANK, LEDGERLY, ACCOUNT, ADMIN] {
        let home = ada.sign_in(origin).await;
        let out = ada.browser.submit(&home, "/auth/logout", &[]).await;
        assert_eq!(out.url.as_str(), format!("{origin}/signed-out"), "{}", out.body);
        assert!(out.status.is_success() && out.shows("You are signed out"), "{}", out.body);
    }
}

#[tokio::test]
async fn nothing_at_an_address_is_said_in_the_callers_way() {
    let app = TestApp::start().await;
    let mut ada = app.person("ada", Role::Admin).await;
    ada.sign_in(ADMIN).await;
    for path in ["/admin", "/admin/", "/admin/nowhere", "/account/", "/account/v1/nowhere"] {
        let answer = ada.browser.get(&format!("{ISSUER}{path}")).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
        let kind = answer.headers[http::header::CONTENT_TYPE].to_str().unwrap();
        assert_eq!(kind, "application/problem+json", "{path}: {}", answer.body);
    }
    for path in ["/admin", "/admin/", "/nowhere", "/signed-out/"] {
        let page = ada.browser.get(&format!("{ADMIN}{path}")).await;
        assert_eq!(page.status.as_u16(), 404, "{path}");
        assert!(page.shows("This page does not exist"), "{path}: {}", page.body);
    }
}

#[tokio::test]
async fn the_log_names_the_route_of_a_static_file() {
    let app = TestApp::start().await;
    let log = Log::start();
    app.browser().get(&format!("{ISSUER}/pkg/leasehold.css")).await;
    let text = log.text();
    assert!(text.contains(r#"route="/pkg/{*file}""#) && !text.contains("unmatched"), "{text}");
}
