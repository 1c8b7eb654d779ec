//! The remedy `reconsent`. The policy here revokes sensitive scopes outside the Netherlands until the person
//! allows them again; the places are in the region, so that no other rule speaks.

use chrono::Duration;
use leasehold_domain::hold::{ClosedBy, Hold};
use leasehold_domain::log::Change;
use leasehold_domain::user::FactorKind;
use leasehold_oauth_types::Remedy;
use leasehold_oauth_types::interaction::InteractionView;
use leasehold_storage::Storage as _;
use serde_json::{Value, json};

use crate::policies::policy_with_reconsent;
use crate::support::{Answer, App, DE, FR, NL, TestBrowser, form, status};

const ALL: &str = "openid accounts.read payments.write";
const TICKED: [&str; 2] = ["accounts.read", "payments.write"];

/// Northbank connected in the Netherlands, then seen in Germany.
async fn held() -> (App, TestBrowser, Value, Hold) {
    let app = App::start_with(policy_with_reconsent()).await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    assert_eq!(payments(&app, &tokens, DE).await, "revoked");
    browser.address = DE;
    let hold = open(&app).await.remove(0);
    assert_eq!(hold.remedy, Remedy::Reconsent);
    app.clock.advance(Duration::seconds(1));
    (app, browser, tokens, hold)
}

async fn open(app: &App) -> Vec<Hold> {
    app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap()
}

async fn payments(app: &App, tokens: &Value, address: &str) -> String {
    let token = tokens["access_token"].as_str().unwrap();
    status(&app.introspect(&app.northbank, token, address).await, "payments.write").to_owned()
}

async fn prove(app: &App, browser: &mut TestBrowser, page: &Answer) -> Answer {
    let page = page.location().to_owned();
    assert!(page.ends_with("/step-up"), "{page}");
    browser.submit(app, &page, &[("code", &app.code())]).await
}

#[tokio::test]
async fn consent_given_again_gives_back_what_only_that_gives_back() {
    let (app, mut browser, tokens, hold) = held().await;
    let silent = [("scope", ALL), ("prompt", "none")];
    let answer = browser.ask(&app, &app.northbank, &silent).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("interaction_required"));
    // The consent is remembered, and still the page comes: after a proof, and naming what it gives back.
    let page = browser.ask(&app, &app.northbank, &[("scope", ALL)]).await;
    let page = prove(&app, &mut browser, &page).await;
    assert_eq!(open(&app).await, std::slice::from_ref(&hold), "the proof alone closes nothing");
    let InteractionView::Consent(view) = browser.view(&app, page.location()).await else {
        panic!("{page:?}")
    };
    let named = |view: &str| view == hold.id.to_string();
    for scope in &view.scopes {
        let returns = scope.returns.as_ref().is_some_and(|loss| named(&loss.hold));
        assert_eq!((returns, scope.held.is_some()), (scope.scope.as_str() == "payments.write", false));
    }
    let answer = browser.allow(&app, &page, &TICKED).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    let closed = app.storage.read().await.unwrap().hold(hold.id).await.unwrap().unwrap();
    assert_eq!(closed.closed.map(|closed| closed.by), Some(ClosedBy::Consent));
    let log = app.log("own").await;
    let closing = log.iter().find(|entry| entry.change == Change::HoldClosed).unwrap();
    assert_eq!((closing.hold, closing.after.to_string().as_str()), (Some(hold.id), "payments.write"));
    // Given back and not elevated, and the same cause does not take it again.
    for _ in 0..2 {
        assert_eq!(payments(&app, &tokens, DE).await, "expired");
    }
    assert_eq!(payments(&app, &tokens, FR).await, "revoked", "another cause does");
}

#[tokio::test]
async fn what_is_not_allowed_again_stays_off() {
    let (app, mut browser, tokens, hold) = held().await;
    let page = browser.ask(&app, &app.northbank, &[("scope", ALL)]).await;
    let page = prove(&app, &mut browser, &page).await;
    browser.allow(&app, &page, &["accounts.read"]).await;
    assert_eq!(open(&app).await, std::slice::from_ref(&hold));
    // Nor does leaving the proof for later: then the page is not even asked.
    let page = browser.ask(&app, &app.northbank, &[("scope", ALL)]).await.location().to_owned();
    let answer = browser.submit(&app, &page, &[("decision", "cancel")]).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    assert_eq!(open(&app).await, [hold]);
    assert_eq!(payments(&app, &tokens, DE).await, "revoked");
}

/// Who has no second factor proves the password, once more and in the same request.
#[tokio::test]
async fn without_a_second_factor_the_password_is_proved() {
    let (app, mut browser, tokens, hold) = held().await;
    let mut tx = app.storage.write().await.unwrap();
    let factors = tx.factors(app.alice).await.unwrap();
    let totp = factors.iter().find(|factor| factor.kind == FactorKind::Totp).unwrap();
    tx.remove_factor(totp.id).await.unwrap();
    tx.commit().await.unwrap();
    let page = browser.ask(&app, &app.northbank, &[("scope", ALL)]).await;
    let page = browser.sign_in(&app, &page).await;
    browser.allow(&app, &page, &TICKED).await;
    assert!(!open(&app).await.contains(&hold));
    assert_eq!(payments(&app, &tokens, DE).await, "expired");
    // And from the dashboard.
    assert_eq!(payments(&app, &tokens, FR).await, "revoked");
    app.clock.advance(Duration::seconds(1));
    let holds: Vec<String> = open(&app).await.iter().map(|hold| hold.id.to_string()).collect();
    let page = restore(&app, &mut browser, json!({"holds": holds, "grant": tokens["grant_id"]})).await;
    let page = browser.sign_in(&app, &page).await;
    browser.allow(&app, &page, &["payments.write"]).await;
    assert_eq!(payments(&app, &tokens, FR).await, "expired");
}

/// A consent page that comes for another reason closes nothing without a proof made in the same request.
#[tokio::test]
async fn a_session_alone_allows_nothing_again() {
    let (app, mut browser, _, hold) = held().await;
    let page = browser.ask(&app, &app.northbank, &[("scope", ALL), ("prompt", "consent")]).await;
    let page = page.location().to_owned();
    let page = browser.submit(&app, &page, &[("decision", "cancel")]).await;
    let InteractionView::Consent(view) = browser.view(&app, page.location()).await else {
        panic!("{page:?}")
    };
    assert!(view.scopes.iter().all(|scope| scope.returns.is_none()));
    assert!(view.scopes.iter().any(|scope| scope.held.is_some()), "the page says what stays off");
    browser.allow(&app, &page, &TICKED).await;
    assert_eq!(open(&app).await, [hold]);
}

#[tokio::test]
async fn consent_for_one_app_gives_nothing_to_another() {
    let app = App::start_with(policy_with_reconsent()).await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, ALL).await;
    let other = browser.connect(&app, &app.ledgerly, "openid invoices.approve payments.write").await;
    let token = other["access_token"].as_str().unwrap();
    app.introspect(&app.ledgerly, token, DE).await;
    browser.address = DE;
    let page = browser.ask(&app, &app.northbank, &[("scope", ALL)]).await;
    let page = prove(&app, &mut browser, &page).await;
    let answer = browser.allow(&app, &page, &TICKED).await;
    let tokens = app.redeem(&app.northbank, &answer.parameter("code").unwrap()).await.json();
    assert_eq!(payments(&app, &tokens, DE).await, "expired");
    let seen = app.introspect(&app.ledgerly, token, DE).await;
    assert_eq!(status(&seen, "payments.write"), "revoked");
    assert_eq!(status(&seen, "invoices.approve"), "revoked");
}

#[tokio::test]
async fn a_consent_page_closes_only_what_it_named() {
    let (app, mut browser, tokens, hold) = held().await;
    let page = browser.ask(&app, &app.northbank, &[("scope", ALL)]).await;
    let page = prove(&app, &mut browser, &page).await.location().to_owned();
    let csrf = browser.csrf(&app, &page).await;
    // In the same moment, so that the proof counts for this one as well.
    payments(&app, &tokens, FR).await;
    let both = open(&app).await;
    assert_eq!(both.len(), 2);
    let pairs = [("csrf", csrf.as_str()), ("decision", "allow"), ("scope.payments.write", "on")];
    let answer = browser.send(&app, form(&page, &pairs)).await;
    assert_eq!((answer.location(), open(&app).await.len()), (page.as_str(), 2), "the page is shown again");
    // And one that opens after the proof is not named at all.
    app.clock.advance(Duration::seconds(1));
    payments(&app, &tokens, "198.51.100.1").await;
    browser.submit(&app, &page, &pairs[1..]).await;
    let left = open(&app).await;
    assert!(left.iter().all(|left| !both.contains(left)) && !left.is_empty(), "{left:?}");
    assert!(!left.contains(&hold));
}

fn restoring(details: &Value) -> [(&'static str, String); 2] {
    [("scope", "openid account.manage".into()), ("authorization_details", json!([details]).to_string())]
}

async fn restore(app: &App, browser: &mut TestBrowser, mut details: Value) -> Answer {
    details["type"] = "lease_restore".into();
    let extra = restoring(&details);
    let extra: Vec<_> = extra.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.ask(app, &app.account, &extra).await
}

#[tokio::test]
async fn the_dashboard_takes_people_to_the_consent_page() {
    let (app, mut browser, tokens, hold) = held().await;
    let details = json!({"holds": [hold.id.to_string()], "grant": tokens["grant_id"]});
    let page = restore(&app, &mut browser, details).await;
    let page = prove(&app, &mut browser, &page).await;
    let InteractionView::Consent(view) = browser.view(&app, page.location()).await else {
        panic!("{page:?}")
    };
    let asked: Vec<_> = view.scopes.iter().map(|scope| scope.scope.as_str()).collect();
    assert_eq!((view.app.as_str(), view.again, asked), ("northbank", true, vec!["payments.write"]));
    let answer = browser.allow(&app, &page, &["payments.write"]).await;
    assert!(answer.location().starts_with("http://app.localhost:8080/"), "{answer:?}");
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    assert!(!open(&app).await.contains(&hold));
    assert_eq!(payments(&app, &tokens, DE).await, "expired");
}

#[tokio::test]
async fn a_lifetime_that_is_over_is_allowed_again_from_the_dashboard() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, "openid accounts.read statements.read").await;
    let other = TestBrowser::at(NL).connect(&app, &app.northbank, "openid statements.read").await;
    app.clock.advance(Duration::hours(1));
    app.server.policy_time_moved().await;
    let page = restore(&app, &mut browser, json!({"grant": tokens["grant_id"]})).await;
    let InteractionView::Consent(view) = browser.view(&app, page.location()).await else {
        panic!("{page:?}")
    };
    let [scope] = view.scopes.as_slice() else { panic!("{view:?}") };
    assert_eq!(scope.returns.as_ref().map(|loss| loss.code.as_str()), Some("lifetime_over"));
    let answer = browser.allow(&app, &page, &["statements.read"]).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    let over = |tokens: &Value| {
        let (app, id) = (&app, tokens["grant_id"].as_str().unwrap().parse().unwrap());
        let statements = "statements.read".parse().unwrap();
        async move {
            let grant = app.storage.read().await.unwrap().grant(id).await.unwrap().unwrap();
            let lease = grant.leases.iter().find(|lease| lease.scope == statements).unwrap();
            lease.is_over(leasehold_domain::Clock::now(&app.clock))
        }
    };
    assert!(!over(&tokens).await, "begun anew, in the same grant");
    assert!(over(&other).await, "not in another session");
    // Another session's grant is not there to be named.
    let answer = restore(&app, &mut browser, json!({"grant": other["grant_id"]})).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    assert!(over(&other).await);
}
