//! The outbox.

use std::sync::Arc;

use leasehold_oauth_types::event::GrantEvent;

use super::fixtures::Fixtures;
use crate::{Result, Storage, StoredEvent};

/// Oldest first, from any number on; an event whose transaction was dropped was never there.
///
/// # Errors
///
/// What the driver says.
pub async fn numbers_grow_and_nothing_is_lost(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let (user, session, grant) = (scene.user.id, scene.session.id, scene.grant.id.to_string());
    let changed = GrantEvent::GrantChanged { grant: grant.clone(), rev: 2 };
    let ended = GrantEvent::GrantEnded { grant, rev: 3 };
    let mut tx = storage.write().await?;
    assert_eq!(tx.last_event().await?, 0);
    let first = tx.push_event("bank", user, session, &changed, make.now).await?;
    tx.commit().await?;

    let mut dropped = storage.write().await?;
    dropped.push_event("bank", user, session, &changed, make.now).await?;
    drop(dropped);

    let mut tx = storage.write().await?;
    let second = tx.push_event("account", user, session, &ended, make.now).await?;
    // Without a gap: whoever counts sees that nothing is missing.
    assert_eq!((first, second), (1, 2));
    tx.commit().await?;

    let mut tx = storage.read().await?;
    let stored = |seq, audience: &str, event: &GrantEvent| StoredEvent {
        seq,
        audience: audience.to_owned(),
        user,
        session,
        event: event.clone(),
    };
    let both = [stored(first, "bank", &changed), stored(second, "account", &ended)];
    assert_eq!(tx.last_event().await?, second);
    assert_eq!(tx.events_after(0, 10).await?, both);
    assert_eq!(tx.events_after(0, 1).await?, both[..1]);
    assert_eq!(tx.events_after(first, 10).await?, both[1..]);
    assert!(tx.events_after(second, 10).await?.is_empty());
    Ok(())
}
