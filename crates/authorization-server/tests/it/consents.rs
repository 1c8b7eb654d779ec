//! What is kept of a consent, and when (checklist AZ-19).

use chrono::Duration;
use leasehold_domain::ClientId;
use leasehold_domain::clock::Clock as _;
use leasehold_domain::consent::Consent;
use leasehold_oauth_types::Acr;
use leasehold_storage::Storage as _;

use crate::support::{App, NL, TestBrowser};

const ALL: &str = "openid accounts.read payments.write";

async fn consent(app: &App, client: &str) -> Option<Consent> {
    app.storage.read().await.unwrap().consent(app.alice, &ClientId::new(client)).await.unwrap()
}

#[tokio::test]
async fn consent_is_recorded_when_it_is_given() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let page = browser.ask(&app, &app.northbank, &[("scope", ALL)]).await;
    let page = browser.sign_in(&app, &page).await;
    assert_eq!(consent(&app, "northbank").await, None);
    let answer = browser.allow(&app, &page, &["accounts.read"]).await;
    let given = consent(&app, "northbank").await.unwrap();
    assert_eq!(given.scope_set().to_string(), "accounts.read openid", "what was ticked, and no more");
    let read = &given.scopes[&"accounts.read".parse().unwrap()];
    assert_eq!((read.at, read.acr), (app.clock.now(), Acr::Aal1));
    assert_eq!(read.resource, "https://bank.example");
    assert!(read.texts.is_some());

    // The client never comes for its code: consent without a grant, which is remembered.
    assert!(answer.parameter("code").is_some());
    app.clock.advance(Duration::minutes(2));
    let silent = [("scope", "openid accounts.read"), ("prompt", "none")];
    let answer = browser.ask(&app, &app.northbank, &silent).await;
    assert!(app.storage.read().await.unwrap().live_grants(app.alice).await.unwrap().is_empty());
    // Redeeming uses it and records nothing of its own.
    app.clock.advance(Duration::seconds(1));
    assert_eq!(app.redeem(&app.northbank, &answer.parameter("code").unwrap()).await.status, 200);
    assert_eq!(consent(&app, "northbank").await, Some(given));
    // Anything new is asked.
    let answer = browser.ask(&app, &app.northbank, &[("scope", ALL), ("prompt", "none")]).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("consent_required"));
}

#[tokio::test]
async fn a_refusal_is_no_consent() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let page = browser.ask(&app, &app.northbank, &[("scope", ALL)]).await;
    let page = browser.sign_in(&app, &page).await.location().to_owned();
    let answer = browser.submit(&app, &page, &[("decision", "deny")]).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("access_denied"));
    assert_eq!(consent(&app, "northbank").await, None);
}

#[tokio::test]
async fn our_own_apps_need_no_page() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let page = browser.ask(&app, &app.account, &[("scope", "openid account.manage")]).await;
    let answer = browser.sign_in(&app, &page).await;
    assert_eq!(app.redeem(&app.account, &answer.parameter("code").unwrap()).await.status, 200);
    let given = consent(&app, "leasehold-account").await.unwrap();
    assert!(given.scopes.values().all(|scope| scope.texts.is_none()), "nothing was shown");
    app.clock.advance(Duration::minutes(1));
    let silent = [("scope", "openid account.manage"), ("prompt", "none")];
    let answer = browser.ask(&app, &app.account, &silent).await;
    assert_eq!(app.redeem(&app.account, &answer.parameter("code").unwrap()).await.status, 200);
    assert_eq!(consent(&app, "leasehold-account").await, Some(given));
}
