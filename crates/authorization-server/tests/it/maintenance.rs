//! What is taken away and what has to stay.

use chrono::Duration;
use leasehold_domain::Clock as _;
use leasehold_storage::{LogFilter, Storage as _};

use crate::support::{Answer, App, BR, NL, TestBrowser};

const ALL: &str = "openid accounts.read payments.write";

async fn refresh(app: &App, token: &str) -> Answer {
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", token)];
    app.post_as(&app.northbank, "/token", &pairs).await
}

/// A replay ends its grant as long as anything of its family may live, however often was tidied up since.
#[tokio::test]
async fn a_replay_is_seen_for_the_life_of_its_family() {
    let app = App::start().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
    let first = tokens["refresh_token"].as_str().unwrap().to_owned();
    let (mut newest, mut access) = (first.clone(), String::new());
    for _ in 0..29 {
        app.clock.advance(Duration::days(1));
        app.server.tidy().await.unwrap();
        let answer = refresh(&app, &newest).await.json();
        newest = answer["refresh_token"].as_str().unwrap().to_owned();
        access = answer["access_token"].as_str().unwrap().to_owned();
    }
    assert_eq!(app.introspect(&app.northbank, &access, NL).await["active"], true);
    assert_eq!(refresh(&app, &first).await.json()["error"], "invalid_grant");
    assert_eq!(app.introspect(&app.northbank, &access, NL).await["active"], false, "the family is over");
}

/// A session that ran out is ended with an entry in the log, and forgotten later; the person, what was
/// consented, the device, the open hold and the log stay.
#[tokio::test]
async fn a_session_that_ran_out_ends_and_is_forgotten() {
    let app = App::start().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
    // Opens a hold.
    app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), BR).await;
    let session = app.storage.read().await.unwrap().sessions(app.alice).await.unwrap().remove(0);
    app.clock.advance(Duration::days(14) - Duration::seconds(1));
    app.server.tidy().await.unwrap();
    let grants = app.storage.read().await.unwrap().live_grants(app.alice).await.unwrap();
    assert_eq!(grants.len(), 1, "not a second early");

    app.clock.advance(Duration::seconds(1));
    app.server.tidy().await.unwrap();
    let mut tx = app.storage.read().await.unwrap();
    assert!(tx.live_grants(app.alice).await.unwrap().is_empty());
    assert!(tx.session(session.id).await.unwrap().unwrap().ended.is_some());
    let log = tx.log(&LogFilter { limit: 1, ..LogFilter::default() }).await.unwrap();
    assert_eq!(log[0].entry.rule, "session_expired");
    let entries = tx.log_count(&LogFilter::default()).await.unwrap();
    drop(tx);

    app.clock.advance(Duration::days(30));
    app.server.tidy().await.unwrap();
    let mut tx = app.storage.read().await.unwrap();
    assert!(tx.session(session.id).await.unwrap().is_none());
    assert!(tx.grant(grants[0].id).await.unwrap().is_none());
    assert_eq!(tx.log_count(&LogFilter::default()).await.unwrap(), entries);
    assert_eq!(tx.open_holds(app.alice).await.unwrap().len(), 1);
    assert_eq!(tx.trusts(app.alice).await.unwrap().len(), 1);
    assert_eq!(tx.factors(app.alice).await.unwrap().len(), 2);
    assert!(tx.consent(app.alice, &grants[0].client).await.unwrap().is_some());
    drop(tx);
    // The consent is remembered: only the password is asked.
    assert!(app.clock.now() > session.created_at);
    TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
}
