//! Renewing tokens.

use std::sync::Arc;

use leasehold_bff::{BffError, CallOutcome};
use serde_json::json;
use tokio::sync::Semaphore;

use crate::browser::SESSION;
use crate::world::{World, client};

fn is_done(outcome: &CallOutcome) -> bool {
    matches!(outcome, CallOutcome::Response { status: 200, .. })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_parallel_calls_make_one_refresh() {
    let world = Arc::new(World::new().await);
    let session = world.session(&world.signed_in().await).await.unwrap();
    // The issuer takes its time, so that every call gets as far as it may.
    world.issuer.gate.forget_permits(Semaphore::MAX_PERMITS);
    world.advance(299);
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let (world, session) = (Arc::clone(&world), session.clone());
            tokio::spawn(async move { world.accounts(&session).await.unwrap() })
        })
        .collect();
    while world.issuer.state().refreshes == 0 {
        tokio::task::yield_now().await;
    }
    for _ in 0..20 {
        // Reads of the same database queue behind those of the calls.
        world.bff.outcome(&session, "none", &client()).await.unwrap();
    }
    world.issuer.gate.add_permits(50);
    for call in calls {
        assert!(is_done(&call.await.unwrap()));
    }
    assert_eq!(world.issuer.state().refreshes, 1);
}

#[tokio::test]
async fn a_token_that_an_api_rejects_is_renewed_once() {
    let world = World::new().await;
    let session = world.session(&world.signed_in().await).await.unwrap();
    world.issuer.state().access.clear();
    assert!(is_done(&world.accounts(&session).await.unwrap()));
    assert_eq!(world.issuer.state().refreshes, 1);
}

#[tokio::test]
async fn a_dead_grant_signs_out() {
    let world = World::new().await;
    let browser = world.signed_in().await;
    let session = world.session(&browser).await.unwrap();
    world.issuer.state().refresh = None;
    world.advance(301);
    assert_eq!(world.accounts(&session).await.unwrap(), CallOutcome::SignedOut);
    assert!(world.session(&browser).await.is_none());
}

#[tokio::test]
async fn an_issuer_in_trouble_does_not_sign_out() {
    let world = World::new().await;
    let browser = world.signed_in().await;
    let session = world.session(&browser).await.unwrap();
    world.advance(301);
    for body in [json!({ "error": "server_error" }), json!("not what it should be")] {
        world.issuer.state().broken_token = Some((503, body));
        assert!(matches!(world.accounts(&session).await, Err(BffError::Unavailable)));
    }
    assert!(is_done(&world.accounts(&session).await.unwrap()));
}

#[tokio::test]
async fn a_token_that_is_still_good_survives_a_failed_renewal() {
    let world = World::new().await;
    let session = world.session(&world.signed_in().await).await.unwrap();
    world.advance(290);
    world.issuer.state().broken_token = Some((503, json!({ "error": "server_error" })));
    assert!(is_done(&world.accounts(&session).await.unwrap()));
}

#[tokio::test]
async fn sign_out_races_session_save() {
    let world = Arc::new(World::new().await);
    let mut browser = world.signed_in().await;
    let session = world.session(&browser).await.unwrap();
    // The refresh is on its way while the person signs out.
    world.issuer.gate.forget_permits(Semaphore::MAX_PERMITS);
    world.advance(301);
    let call = {
        let (world, session) = (Arc::clone(&world), session.clone());
        tokio::spawn(async move { world.accounts(&session).await.unwrap() })
    };
    while world.issuer.state().refreshes == 0 {
        tokio::task::yield_now().await;
    }
    let kept = browser.clone();
    browser.post("/auth/logout", &[("csrf", session.csrf())]).await;
    world.issuer.gate.add_permits(1);
    assert_eq!(call.await.unwrap(), CallOutcome::SignedOut);
    assert!(!browser.cookies.contains_key(SESSION));
    assert!(world.session(&kept).await.is_none());
    // What the refresh brought is given back.
    let state = world.issuer.state();
    assert!(state.revoked.contains(state.refresh.as_ref().unwrap()));
}

#[tokio::test]
async fn a_hung_up_request_does_not_lose_rotated_tokens() {
    let world = Arc::new(World::new().await);
    let session = world.session(&world.signed_in().await).await.unwrap();
    world.issuer.gate.forget_permits(Semaphore::MAX_PERMITS);
    world.advance(301);
    let call = {
        let (world, session) = (Arc::clone(&world), session.clone());
        tokio::spawn(async move { world.accounts(&session).await.map(|_| ()) })
    };
    while world.issuer.state().refreshes == 0 {
        tokio::task::yield_now().await;
    }
    call.abort();
    assert!(call.await.is_err());
    world.issuer.gate.add_permits(10);
    assert!(is_done(&world.accounts(&session).await.unwrap()));
    assert_eq!(world.issuer.state().refreshes, 1);
}
