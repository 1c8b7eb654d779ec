//! Answers are kept briefly, for exactly their context, and never against an event.

use chrono::Duration;
use leasehold_http_kit::ClientAddress;
use leasehold_oauth_types::event::GrantEvent;
use serde_json::json;

use super::issuer::{NOW, World, all_active, answer, until};
use crate::CONTEXT_HEADER;

fn revoked(rev: u64) -> serde_json::Value {
    let reason = json!([{ "code": "left_region", "remedy": "step_up" }]);
    let mut answer = answer("accounts.read", &json!({ "status": "revoked", "reasons": reason }));
    answer["rev"] = rev.into();
    answer
}

fn changed(rev: u64) -> GrantEvent {
    GrantEvent::GrantChanged { grant: "g1".into(), rev }
}

#[tokio::test]
async fn an_answer_holds_for_its_exact_context() {
    let world = World::new();
    assert_eq!(world.status("/payments").await, 200);
    assert_eq!(world.status("/accounts").await, 200);
    assert_eq!(world.asked(), 1, "one answer for all scopes");
    let bare =
        || http::Request::builder().uri("/me").header("authorization", format!("Bearer {}", world.token));
    let here = || ClientAddress("145.97.20.1".parse().unwrap());
    // Another assertion, none, another address, another user agent: each is another question.
    world.send(bare().header(CONTEXT_HEADER, "signed.context.two").extension(here())).await;
    world.send(bare().extension(here())).await;
    world.send(bare().extension(ClientAddress("200.160.2.3".parse().unwrap()))).await;
    world.send(bare().extension(here()).header("user-agent", "other")).await;
    assert_eq!(world.asked(), 5);
    world.send(bare().extension(here())).await;
    assert_eq!(world.asked(), 5);
}

#[tokio::test]
async fn kept_until_the_earliest_of_three_ends() {
    for (member, seconds) in [("decision_exp", 2), ("exp", 3), ("none", 5)] {
        let world = World::new();
        let mut answer = all_active();
        answer[member] = (NOW + seconds).into();
        world.say(answer.clone());
        world.status("/me").await;
        world.clock.advance(Duration::milliseconds(seconds * 1000 - 1));
        world.status("/me").await;
        assert_eq!(world.asked(), 1, "{member}");
        world.clock.advance(Duration::milliseconds(1));
        world.status("/me").await;
        assert_eq!(world.asked(), 2, "{member}");
    }
}

#[tokio::test]
async fn a_no_is_kept_at_most_five_seconds() {
    let world = World::new();
    world.say(json!({ "active": false }));
    assert_eq!(world.status("/me").await, 401);
    world.say(all_active());
    assert_eq!(world.status("/me").await, 401);
    world.clock.advance(Duration::seconds(5));
    assert_eq!(world.status("/me").await, 200);
}

#[tokio::test]
async fn a_withdrawal_reaches_the_guard_by_push() {
    let world = World::new();
    let task = world.follow().await;
    assert_eq!(world.status("/payments").await, 200);
    world.say(revoked(8));
    world.publish(changed(8));
    until(|| world.guard.cache().has_overtaken("g1", 7)).await;
    assert_eq!(world.status("/payments").await, 401);
    assert_eq!(world.status("/accounts").await, 200);
    task.abort();
}

#[tokio::test]
async fn an_event_about_another_grant_voids_nothing() {
    let world = World::new();
    let task = world.follow().await;
    world.status("/payments").await;
    world.publish(GrantEvent::GrantChanged { grant: "g2".into(), rev: 99 });
    until(|| world.guard.cache().has_overtaken("g2", 98)).await;
    assert_eq!(world.status("/payments").await, 200);
    assert_eq!(world.asked(), 1);
    task.abort();
}

/// The answer was decided before the withdrawal and arrives after its event.
#[tokio::test]
async fn open_beats_close_at_the_guard() {
    let world = World::new();
    let task = world.follow().await;
    world.issuer.gate.forget_permits(1000);
    let waiting = async { world.status("/payments").await };
    let withdrawing = async {
        until(|| world.asked() == 1).await;
        world.say(revoked(8));
        world.publish(changed(8));
        until(|| world.guard.cache().has_overtaken("g1", 7)).await;
        world.issuer.gate.add_permits(2);
    };
    let (status, ()) = tokio::join!(waiting, withdrawing);
    assert_eq!(status, 401, "the overtaken answer was not used");
    assert_eq!(world.asked(), 2);
    task.abort();
}

#[tokio::test]
async fn event_before_first_introspection() {
    let world = World::new();
    let task = world.follow().await;
    world.publish(changed(8));
    until(|| world.guard.cache().has_overtaken("g1", 7)).await;
    // The issuer's stale node goes on answering with the version before.
    assert_eq!(world.status("/payments").await, 503);
    assert_eq!(world.asked(), 3);
    world.say(revoked(8));
    assert_eq!(world.status("/payments").await, 401);
    task.abort();
}

#[tokio::test]
async fn the_end_of_a_grant_voids_every_version() {
    let world = World::new();
    let task = world.follow().await;
    world.status("/me").await;
    world.say(json!({ "active": false }));
    world.publish(GrantEvent::GrantEnded { grant: "g1".into(), rev: 7 });
    until(|| world.guard.cache().has_overtaken("g1", 7)).await;
    assert_eq!(world.status("/me").await, 401);
    task.abort();
}

#[tokio::test(start_paused = true)]
async fn every_connection_begins_with_nothing_kept() {
    let world = World::new();
    let task = world.follow().await;
    assert_eq!(world.status("/payments").await, 200);
    world.say(revoked(8));
    world.cut_the_stream();
    // Paused time moves as soon as everybody waits: the pause before the new connection passes at once.
    while world.guard.cache().generation() < 2 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(world.status("/payments").await, 401);
    task.abort();
}

#[tokio::test]
async fn an_answer_from_before_the_interruption_is_asked_for_again() {
    let world = World::new();
    world.issuer.gate.forget_permits(1000);
    let waiting = async { world.status("/payments").await };
    let interrupting = async {
        until(|| world.asked() == 1).await;
        world.say(revoked(8));
        world.guard.cache().flush();
        world.issuer.gate.add_permits(2);
    };
    let (status, ()) = tokio::join!(waiting, interrupting);
    assert_eq!((status, world.asked()), (401, 2));
}
