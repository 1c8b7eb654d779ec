//! A server killed at any moment loses nothing that it had acknowledged.

use leasehold_domain::{Clock as _, SystemClock};
use leasehold_factors::TotpSecret;
use leasehold_test_kit::{Browser, Page};

use super::running::Running;
use crate::support::Scratch;

const BRAZIL: [u8; 4] = [200, 160, 2, 3];

#[tokio::test]
async fn nothing_acknowledged_is_lost_by_sigkill() {
    let scratch = Scratch::new();
    let data = scratch.path().join("data");
    let mut server = Running::start(&data);
    let mut browser = Browser::new(server.router());
    let description: serde_json::Value =
        serde_json::from_slice(&std::fs::read(data.join("demo.json")).unwrap()).unwrap();
    let alice = &description["people"][0];
    let northbank = server.origin("northbank.localhost");

    // Signed in, not consented.
    let page = browser.open(&northbank).await;
    let page = submit(&mut browser, &page, &[("username", "alice")]).await;
    let consent = submit(&mut browser, &page, &[("password", alice["password"].as_str().unwrap())]).await;
    assert!(consent.url.path().ends_with("/consent"), "{}", consent.body);
    server.kill_and_restart(&data);

    // Consented, the code not redeemed.
    browser.stop_at = Some(format!("{northbank}/auth/callback"));
    let allow = [
        ("decision", "allow"),
        ("scope.accounts.read", "on"),
        ("scope.payments.write", "on"),
        ("scope.profile", "on"),
    ];
    let coded = submit(&mut browser, &consent, &allow).await;
    assert!(coded.location().is_some_and(|to| to.query().unwrap().contains("code=")), "{}", coded.body);
    server.kill_and_restart(&data);

    // Redeemed, the tokens not used.
    browser.stop_at = None;
    let home = browser.follow(coded).await;
    assert_eq!(home.url.path(), "/", "{}", home.body);
    server.kill_and_restart(&data);

    // A payment that waits for its confirmation.
    let step_up = pay(&mut browser, &northbank).await;
    assert!(step_up.url.path().ends_with("/step-up"), "{}", step_up.body);
    server.kill_and_restart(&data);

    let secret = TotpSecret::from_base32(alice["totp_secret"].as_str().unwrap()).unwrap();
    let code = secret.code_at(SystemClock.now());
    let done = submit(&mut browser, &step_up, &[("factor", "totp"), ("code", &code)]).await;
    assert!(done.url.path().starts_with("/payments/"), "{}: {}", done.url, done.body);
    server.kill_and_restart(&data);

    // The payment, once; then a withdrawal.
    let again = browser.open(done.url.as_str()).await;
    assert!(again.shows("250.00"), "{}", again.body);
    assert!(browser.open(&northbank).await.shows("3,998.17"));
    browser.address = BRAZIL.into();
    let refused = pay(&mut browser, &northbank).await;
    assert!(refused.shows("Brazil"), "{}", refused.body);
    server.kill_and_restart(&data);

    // Back home, what was withdrawn is still withdrawn.
    browser.address = leasehold_test_kit::NETHERLANDS;
    let refused = pay(&mut browser, &northbank).await;
    assert!(refused.shows("Brazil"), "{}: {}", refused.url, refused.body);
    assert!(browser.open(&northbank).await.shows("3,998.17"));
}

async fn submit(browser: &mut Browser, page: &Page, fields: &[(&str, &str)]) -> Page {
    let path = page.url.path().to_owned();
    browser.submit(page, &path, fields).await
}

async fn pay(browser: &mut Browser, northbank: &str) -> Page {
    let form = browser.open(&format!("{northbank}/payments/new")).await;
    let fields = [
        ("to", "Jonas Berg"),
        ("account", "NL91ABNA0417164300"),
        ("amount", "250.00"),
        ("reference", "Rent"),
    ];
    browser.submit(&form, "/actions/send-payment", &fields).await
}
