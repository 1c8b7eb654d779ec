//! What administrators say of people, and what they see of them.

use chrono::Duration;
use leasehold_domain::hours::WorkingHours;
use leasehold_domain::log::Change;
use leasehold_policy::{PolicyEngine, PolicySources};
use leasehold_storage::Storage as _;
use serde_json::json;

use crate::policies::edited;
use crate::risk_at_sign_in::guessed_at;
use crate::support::{App, NL, TestBrowser, status};

async fn rules(app: &App) -> Vec<String> {
    let holds = app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
    holds.into_iter().map(|hold| format!("{} {}", hold.rule, hold.cause)).collect()
}

/// Wednesday at ten: within the hours of the organisation.
#[tokio::test]
async fn hours_of_ones_own_take_the_place_of_the_organisations() {
    let app = App::start().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.ledgerly, "openid invoices.approve").await;
    let token = tokens["access_token"].as_str().unwrap();
    let seen =
        async || status(&app.introspect(&app.ledgerly, token, NL).await, "invoices.approve").to_owned();
    assert_eq!(seen().await, "active");
    let evenings = WorkingHours { days: vec![3], from_minute: 18 * 60, to_minute: 22 * 60 };
    assert!(app.server.set_hours(app.alice, Some(&evenings), "Europe/Amsterdam").await.unwrap());
    app.server.policy_time_moved().await;
    assert_eq!(rules(&app).await, ["business_hours outside_hours"], "nobody had to ask");
    assert_eq!(seen().await, "suspended");
    // Where it is evening already.
    assert!(app.server.set_hours(app.alice, Some(&evenings), "Asia/Tokyo").await.unwrap());
    assert_eq!(seen().await, "active");
    assert!(app.server.set_hours(app.alice, None, "Asia/Tokyo").await.unwrap());
    assert_eq!(seen().await, "suspended", "the hours of the organisation, there");
    assert!(app.server.set_hours(app.alice, None, "Europe/Amsterdam").await.unwrap());
    assert_eq!(seen().await, "active");
}

fn for_roles() -> PolicySources {
    let wanted = json!({"statements.read": ["clerk"], "accounts.read": ["clerk", "auditor"]});
    edited("\"roles\": {}", &format!("\"roles\": {wanted}"))
}

/// What another role is wanting for stays as it is, and the log does not say otherwise.
#[tokio::test]
async fn a_role_gives_back_what_it_allows_and_nothing_else() {
    let app = App::start_with(PolicyEngine::new(&for_roles()).unwrap()).await;
    TestBrowser::at(NL).connect(&app, &app.northbank, "openid accounts.read statements.read").await;
    let (statements, accounts) = ("not_entitled scope=statements.read", "not_entitled scope=accounts.read");
    assert_eq!(rules(&app).await, [accounts, statements]);
    let before = app.log("not_entitled").await.len();
    app.server.give_role(app.alice, "gardener").await.unwrap();
    assert_eq!(
        (rules(&app).await, app.log("not_entitled").await.len()),
        (vec![accounts.into(), statements.into()], before)
    );
    app.server.give_role(app.alice, "auditor").await.unwrap();
    app.server.policy_time_moved().await;
    assert_eq!(rules(&app).await, [statements]);
    let log = app.log("not_entitled").await;
    let closed: Vec<_> = log.iter().filter(|entry| entry.change == Change::HoldClosed).collect();
    assert_eq!((log.len(), closed.len()), (before + 1, 1));
    assert_eq!(closed[0].cause.as_deref(), Some("scope=accounts.read"));
    app.server.give_role(app.alice, "clerk").await.unwrap();
    assert!(rules(&app).await.is_empty());
}

/// Five guesses of fifteen points, and when they become fewer.
#[tokio::test]
async fn administrators_see_the_risk_and_what_makes_it_up() {
    let app = guessed_at().await;
    let risks = app.server.risks(app.alice).await.unwrap();
    let [risk] = &risks[..] else { panic!("{risks:?}") };
    assert_eq!(risk.score, 75);
    let [part] = &risk.parts[..] else { panic!("{risk:?}") };
    assert_eq!((part.factor.kind.as_str(), part.factor.points), ("wrong_factor", 75));
    let fades_at = part.fades_at.unwrap();
    app.clock.advance(fades_at - app.clock_now());
    assert!(app.server.risks(app.alice).await.unwrap()[0].score < 75);
    app.clock.advance(Duration::days(31));
    assert!(app.server.risks(app.alice).await.unwrap().is_empty(), "of sessions that live");
}
