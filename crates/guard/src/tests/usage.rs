//! Reports of used scopes.

use std::sync::atomic::Ordering;

use leasehold_oauth_types::usage::UsedScope;
use serde_json::json;

use super::issuer::{NOW, World, answer};
use crate::usage;

fn reported(world: &World) -> Option<Vec<UsedScope>> {
    world.issuer.uses.lock().unwrap().take().map(|uses| serde_json::from_str(&uses).unwrap())
}

#[tokio::test]
async fn what_was_let_through_is_counted_once() {
    let world = World::new();
    for _ in 0..3 {
        assert_eq!(world.status("/accounts").await, 200);
    }
    world.say(answer("accounts.read", &json!({ "status": "revoked" })));
    world.guard.cache().flush();
    assert_ne!(world.status("/payments").await, 200);
    usage::send(&world.guard).await;
    let uses = reported(&world).unwrap();
    assert_eq!(uses.len(), 1, "what was refused is no use: {uses:?}");
    assert_eq!((uses[0].grant.as_str(), uses[0].scope.as_str()), ("g1", "accounts.read"));
    assert_eq!((uses[0].count, uses[0].last_at), (3, NOW));
    usage::send(&world.guard).await;
    assert_eq!(reported(&world), None, "there is nothing more to say");
}

#[tokio::test]
async fn a_lost_report_is_not_sent_again() {
    let world = World::new();
    world.status("/accounts").await;
    world.issuer.down.store(true, Ordering::SeqCst);
    usage::send(&world.guard).await;
    world.issuer.down.store(false, Ordering::SeqCst);
    world.status("/accounts").await;
    usage::send(&world.guard).await;
    assert_eq!(reported(&world).unwrap()[0].count, 1);
}
