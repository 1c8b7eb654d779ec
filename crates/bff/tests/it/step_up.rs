//! A payment that needs a confirmation: asked for exactly that, done once, never for somebody else.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use leasehold_bff::{CallOutcome, PendingOutcome};
use leasehold_oauth_types::{Acr, AuthorizationDetail};
use serde_json::json;
use tokio::sync::{Notify, Semaphore};

use crate::browser::{Browser, From, SESSION};
use crate::device_proof::prove;
use crate::world::{World, client, payment, redirect};

/// A payment that waits; gives the address of the authorization endpoint.
async fn waiting(world: &World, browser: &mut Browser, key: &str, amount: &str) -> String {
    let session = world.session(browser).await.unwrap();
    let path = redirect(world.pay(&session, key, amount).await);
    browser.get(&path, From::Own).await.location().to_owned()
}

async fn outcome(world: &World, browser: &Browser, key: &str) -> PendingOutcome {
    let session = world.session(browser).await.unwrap();
    world.bff.outcome(&session, key, &client()).await.unwrap()
}

#[tokio::test]
async fn the_confirmed_payment_resumes_once() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let old = browser.clone();
    let location = waiting(&world, &mut browser, "pay-1", "250.00").await;
    let pushed = world.issuer.state().last_pushed.clone();
    assert_eq!(pushed["authorization_details"], AuthorizationDetail::canonical(&[payment("250.00")]));
    assert_eq!((pushed["grant_id"].as_str(), pushed["grant_management_action"].as_str()), ("grt_1", "merge"));
    assert_eq!(
        (pushed["acr_values"].as_str(), pushed["max_age"].as_str()),
        ("urn:leasehold:acr:aal2", "300")
    );
    assert_eq!(pushed["scope"], "openid payments.write");
    assert!(matches!(outcome(&world, &browser, "pay-1").await, PendingOutcome::NotYet { step_up: Some(_) }));

    let callback = world.issuer.allow(&location);
    let landed = world.arrive(&mut browser, &callback).await;
    assert_eq!(landed.location(), "/payments/pay-1");
    assert_eq!(world.bank.state().payments.keys().collect::<Vec<_>>(), ["pay-1"]);
    let done = outcome(&world, &browser, "pay-1").await;
    assert_eq!(
        done,
        PendingOutcome::Done { status: 201, body: json!({ "id": "p0", "sent": { "amount": "250.00" } }) }
    );
    assert_eq!(world.session(&browser).await.unwrap().acr(), Acr::Aal2);
    // A step-up gives the session a new id; the old one is dead at once.
    assert_ne!(browser.cookies[SESSION], old.cookies[SESSION]);
    assert!(world.session(&old).await.is_none());

    // Reload, back, double click: nothing happens twice.
    world.arrive(&mut browser, &callback).await;
    let session = world.session(&browser).await.unwrap();
    let again = browser.get("/auth/step-up?pending=pay-1", From::Own).await;
    assert_eq!(again.location(), "/payments/pay-1");
    assert!(matches!(
        world.pay(&session, "pay-1", "250.00").await,
        CallOutcome::Response { status: 201, .. }
    ));
    assert_eq!(world.bank.state().payments.len(), 1);
}

/// Confirms and makes a payment.
async fn paid(world: &World, browser: &mut Browser, key: &str) {
    let location = waiting(world, browser, key, "250.00").await;
    let callback = world.issuer.allow(&location);
    world.arrive(browser, &callback).await;
    assert!(matches!(outcome(world, browser, key).await, PendingOutcome::Done { status: 201, .. }));
}

/// Without a key the step-up was for this payment and is given back; with one it lasts.
#[tokio::test]
async fn a_step_up_without_a_key_is_used_up() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    paid(&world, &mut browser, "pay-1").await;
    assert_eq!(world.issuer.state().elevations_ended, 1);
    assert_eq!(world.session(&browser).await.unwrap().elevated_until(), None);

    let world = World::new().await;
    let mut browser = world.signed_in().await;
    prove(&mut browser, 1).await;
    paid(&world, &mut browser, "pay-1").await;
    assert_eq!(world.issuer.state().elevations_ended, 0);
    assert!(world.session(&browser).await.unwrap().elevated_until().is_some());
}

/// Saved beside a renewal, "End now" would lose the tokens that it brings.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ending_extra_access_waits_for_a_renewal() {
    let world = Arc::new(World::new().await);
    let mut browser = world.signed_in().await;
    prove(&mut browser, 1).await;
    paid(&world, &mut browser, "pay-1").await;
    let session = world.session(&browser).await.unwrap();
    world.issuer.gate.forget_permits(Semaphore::MAX_PERMITS);
    // The API rejects the token, and its renewal takes its time.
    world.issuer.state().access.clear();
    let renewal = {
        let (world, session) = (Arc::clone(&world), session.clone());
        tokio::spawn(async move { world.accounts(&session).await.unwrap() })
    };
    while world.issuer.state().refreshes == 0 {
        tokio::task::yield_now().await;
    }
    let mut clicking = browser.clone();
    let csrf = session.csrf().to_owned();
    let ended = tokio::spawn(async move {
        clicking.post("/auth/end-elevation", &[("csrf", &csrf), ("return_to", "/accounts")]).await
    });
    while world.issuer.state().elevations_ended == 0 {
        tokio::task::yield_now().await;
    }
    for _ in 0..20 {
        // Reads of the same database queue behind those of the click.
        world.bff.outcome(&session, "none", &client()).await.unwrap();
    }
    world.issuer.gate.add_permits(50);
    assert!(matches!(renewal.await.unwrap(), CallOutcome::Response { status: 200, .. }));
    assert_eq!(ended.await.unwrap().location(), "/accounts");
    assert_eq!(world.session(&browser).await.unwrap().elevated_until(), None);
    world.advance(299);
    prove(&mut browser, 1).await;
    let session = world.session(&browser).await.unwrap();
    let next = world.accounts(&session).await.unwrap();
    assert!(matches!(next, CallOutcome::Response { status: 200, .. }), "{next:?}");
}

#[tokio::test]
async fn a_double_click_finds_its_own_payment() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let session = world.session(&browser).await.unwrap();
    let one = redirect(world.pay(&session, "pay-1", "250.00").await);
    let two = redirect(world.pay(&session, "pay-1", "250.00").await);
    assert_eq!(one, two);
    let one = browser.get(&one, From::Own).await;
    let two = browser.get(&two, From::Own).await;
    let (one, two) = (world.issuer.allow(one.location()), world.issuer.allow(two.location()));
    assert_eq!(world.arrive(&mut browser, &one).await.location(), "/payments/pay-1");
    assert_eq!(world.arrive(&mut browser, &two).await.location(), "/payments/pay-1");
    assert_eq!(world.bank.counts(), (1, 1));
}

#[tokio::test]
async fn an_id_names_one_action_only() {
    let world = World::new().await;
    let session = world.session(&world.signed_in().await).await.unwrap();
    redirect(world.pay(&session, "pay-1", "250.00").await);
    let outcome = world.pay(&session, "pay-1", "999.00").await;
    assert!(matches!(outcome, CallOutcome::Problem(problem) if problem.status == 409));
}

#[tokio::test]
async fn an_action_done_at_once_has_its_page_too() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let location = waiting(&world, &mut browser, "pay-1", "250.00").await;
    let callback = world.issuer.allow(&location);
    world.arrive(&mut browser, &callback).await;
    // Stepped up already: the next one is not asked again, and cannot take the place of the first.
    let session = world.session(&browser).await.unwrap();
    assert!(matches!(world.pay(&session, "pay-2", "10.00").await, CallOutcome::Response { .. }));
    assert!(matches!(outcome(&world, &browser, "pay-2").await, PendingOutcome::Done { status: 201, .. }));
    assert!(
        matches!(world.pay(&session, "pay-1", "10.00").await, CallOutcome::Problem(p) if p.status == 409)
    );
    assert_eq!(world.bank.counts(), (2, 2));
}

#[tokio::test]
async fn a_browser_that_hangs_up_finds_its_payment_on_its_page() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let location = waiting(&world, &mut browser, "pay-1", "250.00").await;
    let callback = world.issuer.allow(&location);
    world.arrive(&mut browser, &callback).await;
    let session = world.session(&browser).await.unwrap();
    let answer = Arc::new(Notify::new());
    world.bank.state().slow = Some(Arc::clone(&answer));
    let booked = async {
        while world.bank.counts().0 < 2 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        biased;
        outcome = world.pay(&session, "pay-2", "10.00") => panic!("answered before the bank: {outcome:?}"),
        () = booked => {}
    }
    // The future of the call is dropped here, as the server does when the connection is gone.
    answer.notify_one();
    let done = async {
        while !matches!(outcome(&world, &browser, "pay-2").await, PendingOutcome::Done { status: 201, .. }) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), done).await.unwrap();
    assert_eq!(world.bank.counts(), (2, 2));
}

#[tokio::test]
async fn single_use_under_parallel_landings() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let location = waiting(&world, &mut browser, "pay-1", "250.00").await;
    let hop = browser.get(&world.issuer.allow(&location), From::Foreign).await.hop();
    let tabs = (0..20).map(|_| {
        let (mut tab, hop) = (browser.clone(), hop.clone());
        tokio::spawn(async move { tab.get(&hop, From::Own).await.status })
    });
    let mut landed = 0;
    for tab in tabs.collect::<Vec<_>>() {
        landed += u32::from(tab.await.unwrap() == StatusCode::SEE_OTHER);
    }
    assert_eq!((landed, world.bank.counts()), (1, (1, 1)));
}

#[tokio::test]
async fn planted_pending_payment() {
    let world = World::new().await;
    let (mut thief, mut owner) = (world.signed_in().await, world.signed_in().await);
    // Another session's payment: not to be seen, begun or resumed from here.
    waiting(&world, &mut thief, "planted", "9000.00").await;
    let refused = owner.get("/auth/step-up?pending=planted", From::Own).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(outcome(&world, &owner, "planted").await, PendingOutcome::Unknown);
    // Nor does it stand in the way of a payment of that id.
    let location = waiting(&world, &mut owner, "planted", "10.00").await;
    // The answer of the owner's confirmation is of no use to the thief's browser.
    let callback = world.issuer.allow(&location);
    assert_eq!(world.arrive(&mut thief, &callback).await.status, StatusCode::BAD_REQUEST);
    assert!(world.bank.state().payments.is_empty());
    world.arrive(&mut owner, &callback).await;
    assert_eq!(world.bank.state().payments["planted"]["sent"]["amount"], "10.00");
    assert_eq!(world.bank.state().payments.len(), 1);
}

#[tokio::test]
async fn a_copied_session_cookie_cannot_finish_the_owners_step_up() {
    let world = World::new().await;
    let mut owner = world.signed_in().await;
    let mut thief = world.browser();
    thief.cookies.insert(SESSION.into(), owner.cookies[SESSION].clone());
    let location = waiting(&world, &mut owner, "pay-1", "250.00").await;
    thief.get("/auth/login", From::Foreign).await;
    let callback = world.issuer.allow(&location);
    assert_eq!(world.arrive(&mut thief, &callback).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(world.issuer.state().token_requests, 1);
}

#[tokio::test]
async fn step_up_as_someone_else() {
    for (claim, value) in [("sub", "usr_bram"), ("sid", "ses_2")] {
        let world = World::new().await;
        let mut browser = world.signed_in().await;
        let location = waiting(&world, &mut browser, "pay-1", "250.00").await;
        world.issuer.state().claims.insert(claim, json!(value));
        let callback = world.issuer.allow(&location);
        let landed = world.arrive(&mut browser, &callback).await;
        assert_eq!(landed.location(), "/payments/pay-1?error=someone_else");
        assert!(world.bank.state().payments.is_empty());
        let session = world.session(&browser).await.unwrap();
        assert_eq!((session.subject(), session.acr()), ("usr_alice", Acr::Aal1));
        assert!(!world.issuer.state().revoked.is_empty());
    }
}

#[tokio::test]
async fn signing_in_again_between_breaks_the_step_up() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let location = waiting(&world, &mut browser, "pay-1", "250.00").await;
    let callback = world.issuer.allow(&location);
    world.sign_in(&mut browser, "/").await;
    let landed = world.arrive(&mut browser, &callback).await;
    assert_eq!(landed.location(), "/payments/pay-1?error=someone_else");
    assert!(world.bank.state().payments.is_empty());
}

#[tokio::test]
async fn only_exactly_what_was_confirmed_resumes() {
    let world = World::new().await;
    for granted in [json!([payment("251.00")]), json!([]), json!([payment("250.00"), payment("250.00")])] {
        let mut browser = world.signed_in().await;
        let location = waiting(&world, &mut browser, "pay-1", "250.00").await;
        world.issuer.state().granted = Some(granted.clone());
        let callback = world.issuer.allow(&location);
        assert_eq!(world.arrive(&mut browser, &callback).await.location(), "/payments/pay-1");
        assert!(world.bank.state().payments.is_empty(), "{granted}");
        assert!(matches!(outcome(&world, &browser, "pay-1").await, PendingOutcome::NotYet { .. }));
    }
}

#[tokio::test]
async fn a_confirmation_weaker_or_older_than_asked_is_refused() {
    let world = World::new().await;
    for (claim, value) in [("acr", json!("urn:leasehold:acr:aal1")), ("auth_time", json!(1_759_990_000))] {
        let mut browser = world.signed_in().await;
        let location = waiting(&world, &mut browser, "pay-1", "250.00").await;
        world.issuer.state().claims.insert(claim, value);
        let callback = world.issuer.allow(&location);
        let landed = world.arrive(&mut browser, &callback).await;
        assert_eq!(landed.location(), "/payments/pay-1?error=rejected");
        assert!(world.bank.state().payments.is_empty());
    }
}

#[tokio::test]
async fn saying_no_leaves_everything_as_it_was() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let location = waiting(&world, &mut browser, "pay-1", "250.00").await;
    let callback = world.issuer.allow(&location);
    let (_, state) = callback.split_once("&state=").unwrap();
    let denied = format!("/auth/callback?error=access_denied&state={state}");
    assert_eq!(world.arrive(&mut browser, &denied).await.location(), "/payments/pay-1?error=denied");
    assert!(matches!(outcome(&world, &browser, "pay-1").await, PendingOutcome::NotYet { step_up: Some(_) }));
}

#[tokio::test]
async fn every_refusal_comes_back_to_the_page_with_a_word_for_it() {
    let world = World::new().await;
    for (error, word) in [
        ("login_required", "interaction_required"),
        ("interaction_required", "interaction_required"),
        ("consent_required", "interaction_required"),
        ("unmet_authentication_requirements", "not_met"),
        ("temporarily_unavailable", "unavailable"),
        ("invalid_scope", "rejected"),
    ] {
        let mut browser = world.signed_in().await;
        let location = waiting(&world, &mut browser, "pay-1", "250.00").await;
        let callback = world.issuer.allow(&location);
        let (_, state) = callback.split_once("&state=").unwrap();
        let refused = format!("/auth/callback?error={error}&state={state}");
        let landed = world.arrive(&mut browser, &refused).await;
        assert_eq!(landed.location(), format!("/payments/pay-1?error={word}"));
    }
}

#[tokio::test]
async fn a_rule_never_redirects_silently() {
    let world = World::new().await;
    let session = world.session(&world.signed_in().await).await.unwrap();
    world.bank.state().held = Some("left_region");
    match world.pay(&session, "pay-1", "250.00").await {
        CallOutcome::Problem(problem) => {
            assert_eq!(problem.reasons[0].code, "left_region");
            // Not even the one that the API sent: where to step up is for us to say.
            assert_eq!(problem.step_up_url, None);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn one_step_up_per_request() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let location = waiting(&world, &mut browser, "pay-1", "250.00").await;
    world.bank.state().held = Some("stale_authentication");
    let callback = world.issuer.allow(&location);
    assert_eq!(world.arrive(&mut browser, &callback).await.location(), "/payments/pay-1");
    assert!(matches!(outcome(&world, &browser, "pay-1").await, PendingOutcome::Done { status: 401, .. }));
}

#[tokio::test]
async fn a_payment_lost_on_its_way_is_sent_again_under_the_same_key() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let location = waiting(&world, &mut browser, "pay-1", "250.00").await;
    world.bank.state().broken = Some(502);
    let callback = world.issuer.allow(&location);
    world.arrive(&mut browser, &callback).await;
    assert_eq!(outcome(&world, &browser, "pay-1").await, PendingOutcome::NotYet { step_up: None });
    world.advance(20);
    assert!(matches!(outcome(&world, &browser, "pay-1").await, PendingOutcome::Done { status: 201, .. }));
    assert_eq!(world.bank.counts(), (1, 2));
}

#[tokio::test]
async fn a_pending_payment_waits_five_minutes() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let location = waiting(&world, &mut browser, "pay-1", "250.00").await;
    world.advance(301);
    let callback = world.issuer.allow(&location);
    world.arrive(&mut browser, &callback).await;
    assert!(world.bank.state().payments.is_empty());
    assert_eq!(outcome(&world, &browser, "pay-1").await, PendingOutcome::Unknown);
}

#[tokio::test]
async fn details_of_the_dashboard_merge_into_the_session() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let session = world.session(&browser).await.unwrap();
    let details: Vec<AuthorizationDetail> =
        serde_json::from_value(json!([{ "type": "lease_restore", "holds": ["hld_1"] }])).unwrap();
    assert!(world.bff.authorize_details(&session, details.clone(), "//evil.example").await.is_err());
    let path = world.bff.authorize_details(&session, details, "/access").await.unwrap();
    let begun = browser.get(&path, From::Own).await;
    let pushed = world.issuer.state().last_pushed.clone();
    assert_eq!((pushed["scope"].as_str(), pushed["grant_id"].as_str()), ("openid", "grt_1"));
    assert_eq!(pushed["authorization_details"], r#"[{"type":"lease_restore","holds":["hld_1"]}]"#);
    let callback = world.issuer.allow(begun.location());
    assert_eq!(world.arrive(&mut browser, &callback).await.location(), "/access");
    assert!(world.session(&browser).await.is_some());
}

#[tokio::test]
async fn only_our_own_pages_begin_a_step_up() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let foreign = browser.get("/auth/step-up?pending=pay-1", From::Foreign).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let mut stranger = world.browser();
    let nobody = stranger.get("/auth/step-up?pending=pay-1", From::Own).await;
    assert_eq!(nobody.location(), "/auth/login?return_to=%2F");
}
