//! Sessions at the authorization server.

use std::sync::Arc;

use leasehold_domain::facts::Place;
use leasehold_domain::session::{Session, SessionEnd, SessionEndReason};

use super::fixtures::{Fixtures, assert_same, found};
use crate::{Result, Storage};

/// By id, by cookie and by person, the newest first.
///
/// # Errors
///
/// What the driver says.
pub async fn a_session_comes_back_as_it_was(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let newer = Session {
        created_at: make.after(1),
        place: Place::default(),
        ..make.session(scene.user.id, scene.device.id)
    };
    let mut tx = storage.write().await?;
    tx.add_session(&newer).await?;
    let stored = found(tx.session(scene.session.id).await?)?;
    assert_same(&stored, &scene.session);
    assert_eq!(stored.cookie, scene.session.cookie);
    assert_same(&found(tx.session_by_cookie(newer.cookie).await?)?, &newer);
    assert!(tx.session_by_cookie(make.hash()).await?.is_none());
    assert_same(&tx.sessions(scene.user.id).await?, &vec![newer, scene.session]);
    Ok(())
}

/// A request that read the session before it was signed out cannot revive it.
///
/// # Errors
///
/// What the driver says.
pub async fn sign_out_races_session_save(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let in_flight = Session { last_seen: make.after(2), ..scene.session.clone() };

    let mut sign_out = storage.write().await?;
    let ended = SessionEnd { at: make.after(1), reason: SessionEndReason::SignedOutElsewhere };
    let over = Session { ended: Some(ended), ..scene.session.clone() };
    assert!(sign_out.update_session(&over).await?);
    sign_out.commit().await?;

    let mut save = storage.write().await?;
    assert!(!save.update_session(&in_flight).await?);
    save.commit().await?;
    assert_same(&found(storage.read().await?.session(scene.session.id).await?)?, &over);
    Ok(())
}

/// Unused or old ones that nobody ended; those that were ended are not found again.
///
/// # Errors
///
/// What the driver says.
pub async fn sessions_past_their_end_are_found(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let used = Session { last_seen: make.after(60), ..make.session(scene.user.id, scene.device.id) };
    let mut tx = storage.write().await?;
    tx.add_session(&used).await?;
    let never = make.now - chrono::Duration::days(1);
    assert!(tx.sessions_past_their_end(never, never, 10).await?.is_empty());
    let idle = tx.sessions_past_their_end(make.after(59), never, 10).await?;
    assert_eq!(idle.iter().map(|session| session.id).collect::<Vec<_>>(), [scene.session.id]);
    assert_eq!(tx.sessions_past_their_end(never, make.now, 10).await?.len(), 2, "both are that old");
    assert_eq!(tx.sessions_past_their_end(make.after(60), make.now, 1).await?.len(), 1);
    let ended = SessionEnd { at: make.after(61), reason: SessionEndReason::Expired };
    assert!(tx.update_session(&Session { ended: Some(ended), ..used }).await?);
    assert_eq!(tx.sessions_past_their_end(make.after(60), make.now, 10).await?.len(), 1);
    Ok(())
}
