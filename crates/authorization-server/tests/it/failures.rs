//! What fails, hangs up or comes in between takes nothing away for good and gives nothing.

use std::task::Poll;

use axum::body::Body;
use axum::http::{Method, Request};
use chrono::Duration;
use futures::StreamExt as _;
use leasehold_domain::clock::Clock as _;
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::grant::Grant;
use leasehold_domain::{ClientId, GrantId, PlainToken, TokenKind};
use leasehold_policy::PolicyEngine;
use leasehold_storage::Storage as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::account::{newest, token};
use crate::policies::with_rule;
use crate::support::{App, BR, NL, TestBrowser, scopes, status};

const ALL: &str = "openid accounts.read payments.write";

async fn refresh(app: &App, tokens: &Value) -> Value {
    let token = tokens["refresh_token"].as_str().unwrap();
    app.post_as(&app.northbank, "/token", &[("grant_type", "refresh_token"), ("refresh_token", token)])
        .await
        .json()
}

/// Polls a future so many times and drops it right after; what it gave, if it came to its end.
async fn dropped_after<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = Box::pin(future);
    let mut left = polls;
    std::future::poll_fn(move |context| {
        left = left.saturating_sub(1);
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// The caller hangs up after each of the steps of a request in turn: what was committed was also told.
#[tokio::test]
async fn what_is_committed_is_told_although_the_caller_hangs_up() {
    let app = App::start().await;
    let mut tokens = TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
    let mut request = Request::builder().method(Method::GET).uri("/account/v1/events");
    request = request.header("accept", "text/event-stream");
    let mut request = request.body(Body::empty()).unwrap();
    request.extensions_mut().insert(token(&newest(&app).await));
    let response = app.server.account_read_router().oneshot(request).await.unwrap();
    let mut heard = response.into_body().into_data_stream();
    let before = app.storage.read().await.unwrap().last_event().await.unwrap();
    let stored = async || {
        let mut tx = app.storage.read().await.unwrap();
        let events = tx.events_after(before, 10_000).await.unwrap();
        events.iter().map(|event| event.seq).collect::<Vec<i64>>()
    };
    let (mut told, mut answered) = (Vec::new(), 0);
    // How many steps there are depends on what else the machine does: until somebody hung up on a commit.
    while stored().await.len() <= answered {
        for polls in 1.. {
            tokens = refresh(&app, &tokens).await;
            let pair = [("token", tokens["access_token"].as_str().unwrap())];
            let answer = dropped_after(polls, app.post_as(&app.northbank, "/revoke", &pair)).await;
            if answer.is_some_and(|answer| answer.status == 200) {
                answered += 1;
                break;
            }
        }
    }
    // The last one was not hung up on, so there is an end to wait for.
    let stored = stored().await;
    while told.last() != stored.last() {
        let chunk = heard.next().await.unwrap().unwrap();
        let text = String::from_utf8_lossy(&chunk).into_owned();
        told.extend(text.lines().filter_map(|line| line.strip_prefix("id:")?.trim().parse::<i64>().ok()));
    }
    assert_eq!(told, stored);
}

/// A grant without consent breaks an invariant and cannot be weighed; it is the first that is due.
#[tokio::test]
async fn a_due_grant_that_cannot_be_weighed_keeps_no_other_waiting() {
    let app = App::start().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, "openid statements.read").await;
    let mut tx = app.storage.write().await.unwrap();
    let whole = tx.grant(tokens["grant_id"].as_str().unwrap().parse().unwrap()).await.unwrap().unwrap();
    let id = GrantId::generate(app.clock.now(), &SeededEntropy::new(7));
    let broken = Grant { id, client: ClientId::new("nobody"), leases: Vec::new(), ..whole };
    tx.add_grant(&broken).await.unwrap();
    tx.set_due(id, Some(app.clock.now())).await.unwrap();
    tx.commit().await.unwrap();
    app.clock.advance(Duration::hours(1));
    app.server.policy_time_moved().await;
    assert_eq!(app.log("lifetime_over").await.len(), 1, "the other one was weighed");
    let mut tx = app.storage.read().await.unwrap();
    assert!(tx.due(app.clock.now(), 10).await.unwrap().is_empty());
    let later = app.clock.now() + Duration::minutes(1);
    assert_eq!(tx.due(later, 10).await.unwrap(), [id], "and this one is tried again");
}

/// The token goes just before each of the reads of an introspection in turn. If that still calls it active, it
/// is by what was before: under an older version, which guards that heard of the new one throw away.
#[tokio::test]
async fn a_token_revoked_in_between_is_not_active() {
    let app = App::start().await;
    let mut tokens = TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
    let grant: GrantId = tokens["grant_id"].as_str().unwrap().parse().unwrap();
    for number in 1..5 {
        tokens = refresh(&app, &tokens).await;
        let text = tokens["access_token"].as_str().unwrap();
        let hash = PlainToken::parse(TokenKind::Access, text).unwrap().hashed();
        app.watched.before_read(number, move |storage| async move {
            let mut tx = storage.write().await.unwrap();
            tx.delete_access_token(hash).await.unwrap();
            let grant = tx.grant(grant).await.unwrap().unwrap();
            tx.update_grant(&grant, grant.rev).await.unwrap().unwrap();
            tx.commit().await.unwrap();
        });
        let seen = app.introspect(&app.northbank, text, NL).await;
        let mut tx = app.storage.read().await.unwrap();
        let gone = tx.access_token(hash).await.unwrap().is_none();
        let rev = tx.grant(grant).await.unwrap().unwrap().rev;
        assert!(gone || number > 2, "an introspection reads twice: the token, then the grant");
        let active = seen["active"] == json!(true);
        assert!(!active || !gone || seen["rev"].as_u64().unwrap() < rev, "{number}: {seen}");
    }
}

/// `policy_aborts_worker_not_server`, as far as an app sees it.
#[tokio::test]
async fn a_failing_policy_suspends_what_is_not_harmless_and_takes_nothing() {
    // Fails at run time for every place that is known.
    let broken = r#"findings contains {"cause": "c", "subject": "session"} if input.place.country / 1 > 0"#;
    let app = App::start_with(with_rule("revoke", "step_up", broken)).await;
    let tokens =
        TestBrowser::at(NL).connect(&app, &app.northbank, "openid accounts.read statements.read").await;
    let given = scopes(&tokens);
    assert!(given.contains(&"openid") && given.contains(&"accounts.read"), "{given:?}");
    assert!(!given.contains(&"statements.read"), "{given:?}");
    let token = tokens["access_token"].as_str().unwrap();
    for place in [NL, BR] {
        let seen = app.introspect(&app.northbank, token, place).await;
        assert_eq!((&seen["active"], status(&seen, "accounts.read")), (&json!(true), "active"));
        assert_eq!(status(&seen, "statements.read"), "suspended");
        let reasons = seen["scope_status"]["statements.read"]["reasons"].as_array().unwrap();
        let reason = reasons.iter().find(|reason| reason["code"] == "policy_unavailable").unwrap();
        assert_eq!((&reason["remedy"], &reason["retry_after"]), (&json!("wait"), &json!(5)));
    }
    // And what is sensitive.
    let tokens = TestBrowser::at(NL).connect(&app, &app.ledgerly, "openid invoices.approve").await;
    let seen = app.introspect(&app.ledgerly, tokens["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(status(&seen, "invoices.approve"), "suspended");
    assert!(app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap().is_empty());
    // It is over with the first decision that works: nothing was written that outlives it.
    app.server.exchange_policy(PolicyEngine::shipped().unwrap());
    let seen = app.introspect(&app.northbank, token, NL).await;
    assert_eq!(status(&seen, "accounts.read"), "active");
    assert_eq!(status(&seen, "statements.read"), "active");
}

/// What was taken for a reason stays taken while nobody can tell whether the reason is gone.
#[tokio::test]
async fn a_failing_policy_gives_nothing_back() {
    let app = App::start().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(status(&app.introspect(&app.northbank, token, BR).await, "payments.write"), "revoked");
    let holds = app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
    let broken = r#"findings contains {"cause": "c", "subject": "session"} if input.place.country / 1 > 0"#;
    app.server.exchange_policy(with_rule("revoke", "step_up", broken));
    let seen = app.introspect(&app.northbank, token, NL).await;
    assert_eq!(status(&seen, "payments.write"), "revoked");
    assert_eq!(app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap(), holds);
}
