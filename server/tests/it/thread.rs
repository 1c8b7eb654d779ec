//! The stories, without a browser engine and without JavaScript.

use leasehold_domain::user::Role;
use leasehold_test_kit::Page;

use crate::support::{ACCOUNT, ADMIN, ISSUER, LEDGERLY, NORTHBANK, Person, TestApp};

const BRAZIL: [u8; 4] = [200, 160, 2, 3];

/// Fills in and sends the payment form.
async fn pay(person: &mut Person, northbank: &str, amount: &str) -> Page {
    let form = person.browser.open(&format!("{northbank}/payments/new")).await;
    let fields =
        [("to", "Jonas Berg"), ("account", "NL91ABNA0417164300"), ("amount", amount), ("reference", "Rent")];
    person.browser.submit(&form, "/actions/send-payment", &fields).await
}

#[tokio::test]
async fn s1_a_payment() {
    a_payment_is_confirmed_and_made_once(TestApp::start().await).await;
}

#[tokio::test]
async fn s2_another_country() {
    a_scope_goes_with_the_place_and_comes_back_with_proof(TestApp::start().await).await;
}

#[tokio::test]
async fn s1_and_s2_on_one_site() {
    a_payment_is_confirmed_and_made_once(TestApp::start_with(|options| options.one_site = true).await).await;
    let app = TestApp::start_with(|options| options.one_site = true).await;
    a_scope_goes_with_the_place_and_comes_back_with_proof(app).await;
}

/// S1.
async fn a_payment_is_confirmed_and_made_once(app: TestApp) {
    let northbank = &app.origins.northbank;
    let mut alice = app.person("alice", Role::User).await;
    let home = alice.sign_in(northbank).await;
    assert_eq!(home.url.as_str(), format!("{northbank}/"));
    assert!(home.shows("4,248.17"), "{}", home.body);

    let page = pay(&mut alice, northbank, "250.00").await;
    assert!(page.url.path().ends_with("/step-up") && page.shows("250.00"), "{}: {}", page.url, page.body);
    assert!(page.shows("Send money"), "what is raised is named: {}", page.body);
    let done = alice.step_up(&page).await;
    assert!(done.url.path().starts_with("/payments/"), "{}: {}", done.url, done.body);
    assert!(done.shows("250.00"), "{}", done.body);

    // Reload, and the form sent again.
    alice.browser.open(done.url.as_str()).await;
    let home = alice.browser.open(northbank).await;
    assert!(home.shows("3,998.17"), "{}", home.body);
}

#[tokio::test]
async fn extra_access_is_shown_and_ends_on_click() {
    let app = TestApp::start().await;
    let northbank = &app.origins.northbank;
    let mut alice = app.person("alice", Role::User).await;
    let home = alice.sign_in(northbank).await;
    assert!(!home.shows("Extra access"), "{}", home.body);
    alice.prove_key(northbank, 1).await;
    let asked = pay(&mut alice, northbank, "250.00").await;
    let done = alice.step_up(&asked).await;
    assert!(done.shows("Extra access") && done.shows("End now"), "{}", done.body);

    // A second payment is not asked again, until the extra access is ended.
    let second = pay(&mut alice, northbank, "10.00").await;
    assert!(second.url.path().starts_with("/payments/"), "{}", second.url);
    // On a page that a form drew it leads home: that address cannot be asked for.
    let drawn = pay(&mut alice, northbank, "nonsense").await;
    assert!(drawn.body.contains("name=\"return_to\" value=\"/\""), "{}", drawn.body);
    let ended = alice.browser.submit(&second, "/auth/end-elevation", &[]).await;
    assert_eq!(ended.url.path(), second.url.path(), "back where it was clicked");
    assert!(!ended.shows("Extra access"), "{}", ended.body);
    let third = pay(&mut alice, northbank, "10.00").await;
    assert!(third.url.path().ends_with("/step-up"), "{}: {}", third.url, third.body);
}

#[tokio::test]
async fn extra_access_goes_with_what_a_rule_takes() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    alice.sign_in(NORTHBANK).await;
    alice.prove_key(NORTHBANK, 1).await;
    let asked = pay(&mut alice, NORTHBANK, "250.00").await;
    assert!(alice.step_up(&asked).await.shows("Extra access"));
    alice.browser.address = BRAZIL.into();
    let refused = pay(&mut alice, NORTHBANK, "10.00").await;
    assert!(refused.shows("Brazil"), "{}", refused.body);
    let home = alice.browser.open(NORTHBANK).await;
    assert!(!home.shows("Extra access"), "{}", home.body);
}

/// S1, for whoever has no scripts: nothing but a key tells their browser from a copy of its cookie.
#[tokio::test]
async fn without_a_key_each_payment_is_asked_for() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    alice.sign_in(NORTHBANK).await;
    for amount in ["250.00", "10.00", "10.00"] {
        let asked = pay(&mut alice, NORTHBANK, amount).await;
        assert!(
            asked.url.path().ends_with("/step-up") && asked.shows(amount),
            "{}: {}",
            asked.url,
            asked.body
        );
        let done = alice.step_up(&asked).await;
        assert!(
            done.url.path().starts_with("/payments/") && done.shows(amount),
            "{}: {}",
            done.url,
            done.body
        );
        assert!(!done.shows("Extra access"), "{}", done.body);
    }
    let home = alice.browser.open(NORTHBANK).await;
    assert!(home.shows("3,978.17"), "{}", home.body);
}

/// S2.
async fn a_scope_goes_with_the_place_and_comes_back_with_proof(app: TestApp) {
    let (northbank, account) = (&app.origins.northbank, &app.origins.account);
    let mut alice = app.person("alice", Role::User).await;
    alice.sign_in(northbank).await;
    alice.sign_in(account).await;
    alice.browser.address = BRAZIL.into();

    let home = alice.browser.open(northbank).await;
    assert!(home.shows("4,248.17"), "accounts still load: {}", home.body);
    let refused = pay(&mut alice, northbank, "250.00").await;
    assert!(refused.url.as_str().starts_with(northbank.as_str()), "{}: {}", refused.url, refused.body);
    assert!(refused.shows("Brazil"), "{}", refused.body);

    let access = alice.browser.open(&format!("{account}/access")).await;
    assert!(access.shows("Brazil"), "{}", access.body);
    let page = alice.browser.submit(&access, "/actions/restore", &[]).await;
    assert!(page.url.path().ends_with("/step-up"), "{}: {}", page.url, page.body);
    let back = alice.step_up(&page).await;
    assert!(back.url.as_str().starts_with(&format!("{account}/access")), "{}: {}", back.url, back.body);

    let page = pay(&mut alice, northbank, "250.00").await;
    let done = alice.step_up(&page).await;
    assert!(done.url.path().starts_with("/payments/"), "{}: {}", done.url, done.body);
    let home = alice.browser.open(northbank).await;
    assert!(home.shows("3,998.17"), "{}", home.body);
}

#[tokio::test]
async fn s3_a_new_device_is_confirmed_on_a_trusted_one() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    alice.key = Some(1);
    alice.sign_in(NORTHBANK).await;
    alice.sign_in(ACCOUNT).await;
    app.clock.advance(chrono::Duration::minutes(10));

    let mut other = alice.elsewhere(app.browser());
    other.browser.agent =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0".into();
    other.sign_in(NORTHBANK).await;
    let refused = pay(&mut other, NORTHBANK, "250.00").await;
    assert_eq!(refused.url.host_str(), Some("northbank.localhost"), "{}: {}", refused.url, refused.body);
    assert!(refused.shows("not confirmed"), "{}", refused.body);

    let access = other.sign_in(&format!("{ACCOUNT}/access")).await;
    let number = number(&access);
    let devices = other.browser.open(&format!("{ACCOUNT}/devices")).await;
    assert!(!devices.shows("/actions/confirm-device"), "{}", devices.body);

    let devices = alice.browser.open(&format!("{ACCOUNT}/devices")).await;
    assert!(devices.shows("Firefox on Windows"), "{}", devices.body);
    let page = alice.browser.submit(&devices, "/actions/confirm-device", &[]).await;
    let back = alice.step_up_with(&page, &[("number", &number)]).await;
    assert_eq!(back.url.path(), "/devices", "{}", back.body);
    let home = alice.browser.open(ACCOUNT).await;
    assert!(home.shows("“Firefox on Windows” was confirmed as yours"), "{}", home.body);

    let page = pay(&mut other, NORTHBANK, "250.00").await;
    let done = other.step_up(&page).await;
    assert!(done.url.path().starts_with("/payments/"), "{}: {}", done.url, done.body);
}

/// "This was me": said of a new device on an older one, after the usual confirmation; on the new one there is no button.
#[tokio::test]
async fn unusual_activity_is_confirmed_with_the_usual_step_up() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    alice.key = Some(1);
    alice.sign_in(NORTHBANK).await;
    alice.sign_in(ACCOUNT).await;
    app.clock.advance(chrono::Duration::minutes(10));
    let mut other = alice.elsewhere(app.browser());
    let activity = other.sign_in(&format!("{ACCOUNT}/activity")).await;
    assert!(activity.shows("A device signed in for the first time"), "{}", activity.body);
    assert!(activity.shows("Only another device") && !activity.shows("/actions/confirm-activity"));

    let activity = alice.browser.open(&format!("{ACCOUNT}/activity")).await;
    let page = alice.browser.submit(&activity, "/actions/confirm-activity", &[]).await;
    let back = alice.step_up(&page).await;
    assert_eq!((back.url.path(), back.url.query()), ("/activity", Some("done=proved")), "{}", back.body);
    assert!(back.shows("Now do it once more") && !back.shows("You said this was you"), "{}", back.body);
    let done = alice.browser.submit(&back, "/actions/confirm-activity", &[]).await;
    assert!(done.shows("It no longer counts against you"), "{}", done.body);
    assert!(done.shows("You said this was you") && !done.shows("/actions/confirm-activity"), "{}", done.body);
    assert!(done.shows("You said that unusual activity on"), "in the log, too: {}", done.body);
    let home = alice.browser.open(ACCOUNT).await;
    assert!(home.shows("Unusual activity was confirmed as yours"), "told: {}", home.body);
}

/// Without scripts a browser has no key, and a cookie alone may be a copy: it confirms nothing, and says so.
#[tokio::test]
async fn s3_without_a_key_nothing_is_confirmed() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    alice.sign_in(ACCOUNT).await;
    app.clock.advance(chrono::Duration::minutes(10));
    let mut other = alice.elsewhere(app.browser());
    other.sign_in(NORTHBANK).await;
    let devices = alice.browser.open(&format!("{ACCOUNT}/devices")).await;
    assert!(devices.shows("Turn on JavaScript"), "{}", devices.body);
    assert!(!devices.shows("/actions/confirm-device"), "{}", devices.body);
    assert!(devices.shows("This wasn't me") || devices.shows("This wasn’t me"), "{}", devices.body);
}

#[tokio::test]
async fn s4_a_suspension_lifts_by_itself() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    let invoices = alice.sign_in(LEDGERLY).await;
    assert!(invoices.shows("INV-2041"), "{}", invoices.body);

    let panel = alice.browser.open(&format!("{ISSUER}/demo/context")).await;
    let csrf = panel.field("csrf").unwrap();
    let sunday = [("csrf", &*csrf), ("clock", "sunday_2230")];
    alice.browser.post(&format!("{ISSUER}/demo/context"), ISSUER, &sunday).await;
    let refused = alice.browser.submit(&invoices, "/actions/approve-invoice", &[]).await;
    assert!(refused.shows("09:00") || refused.shows("9:00"), "{}: {}", refused.url, refused.body);

    let monday = [("csrf", &*csrf), ("clock", "monday_0900")];
    alice.browser.post(&format!("{ISSUER}/demo/context"), ISSUER, &monday).await;
    let invoices = alice.browser.open(LEDGERLY).await;
    let done = alice.browser.submit(&invoices, "/actions/approve-invoice", &[]).await;
    assert!(done.shows("INV-2041") && done.shows("pproved"), "{}: {}", done.url, done.body);
}

#[tokio::test]
async fn s5_an_administrator_sees_it_and_a_user_does_not() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    alice.sign_in(NORTHBANK).await;
    alice.browser.address = BRAZIL.into();
    pay(&mut alice, NORTHBANK, "250.00").await;

    let mut ada = app.person("ada", Role::Admin).await;
    let log = ada.sign_in(ADMIN).await;
    assert!(log.shows("payments.write") && log.shows("alice"), "{}: {}", log.url, log.body);
    let filtered = ada.browser.open(&format!("{ADMIN}/?person=alice&rule=left_region")).await;
    assert!(filtered.shows("country=BR"), "{}", filtered.body);
    let filtered = ada.browser.open(&format!("{ADMIN}/?person=alice&rule=business_hours")).await;
    assert!(!filtered.shows("country=BR"), "{}", filtered.body);

    let mut bram = app.person("bram", Role::User).await;
    let refused = bram.sign_in(ADMIN).await;
    assert_eq!(refused.status, 403, "{}: {}", refused.url, refused.body);
    assert!(!refused.shows("alice"));
}

/// The number that a new device shows.
fn number(page: &Page) -> String {
    let (_, after) = page.body.split_once("class=\"number-big\">").unwrap_or_else(|| panic!("{}", page.body));
    after.chars().take(2).collect()
}
