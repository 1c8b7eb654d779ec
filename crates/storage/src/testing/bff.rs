//! Storage of the backend-for-frontend.

use std::sync::Arc;

use leasehold_domain::HashedToken;

use super::fixtures::{Fixtures, assert_same, found};
use crate::{BffPending, BffSessionRecord, BffStorage, LoginRecord, Result};

pub(super) fn session(make: &Fixtures) -> BffSessionRecord {
    BffSessionRecord {
        hash: make.hash(),
        app: "northbank".to_owned(),
        sealed: vec![1, 2, 3],
        version: 1,
        expires_at: make.after(60),
    }
}

pub(super) fn login(make: &Fixtures) -> LoginRecord {
    LoginRecord {
        state: make.hash(),
        browser: make.hash(),
        app: "northbank".to_owned(),
        sealed: vec![4, 5],
        expires_at: make.after(60),
    }
}

pub(super) fn pending(make: &Fixtures, session: HashedToken) -> BffPending {
    BffPending {
        hash: make.hash(),
        session,
        sealed: vec![6],
        outcome: None,
        taken_at: None,
        expires_at: make.after(60),
    }
}

/// A session is there until its end and not at it; its id is taken once.
///
/// # Errors
///
/// What the driver says.
pub async fn a_session_lives_until_its_end(storage: Arc<impl BffStorage>) -> Result<()> {
    let make = Fixtures::default();
    let record = session(&make);
    assert!(storage.add_session(&record).await?);
    assert!(!storage.add_session(&BffSessionRecord { sealed: vec![9], ..record.clone() }).await?);
    assert_same(&found(storage.session(record.hash, make.after(59)).await?)?, &record);
    assert!(storage.session(record.hash, make.after(60)).await?.is_none());
    assert!(storage.session(make.hash(), make.now).await?.is_none());
    Ok(())
}

/// Of two writes that began from one version, the second is refused.
///
/// # Errors
///
/// What the driver says.
pub async fn a_stale_write_is_seen(storage: Arc<impl BffStorage>) -> Result<()> {
    let make = Fixtures::default();
    let record = session(&make);
    storage.add_session(&record).await?;
    let refreshed = BffSessionRecord { sealed: vec![7], expires_at: make.after(90), ..record.clone() };
    assert!(storage.update_session(&refreshed).await?);
    assert!(!storage.update_session(&BffSessionRecord { sealed: vec![8], ..record.clone() }).await?);
    let stored = found(storage.session(record.hash, make.after(89)).await?)?;
    assert_same(&stored, &BffSessionRecord { version: 2, ..refreshed });
    let other_app = BffSessionRecord { app: "ledgerly".to_owned(), ..stored };
    assert!(!storage.update_session(&other_app).await?);
    Ok(())
}

/// A request that read the session before it was signed out cannot revive it, under its old id or a new.
///
/// # Errors
///
/// What the driver says.
pub async fn sign_out_races_session_save(storage: Arc<impl BffStorage>) -> Result<()> {
    let make = Fixtures::default();
    let record = session(&make);
    let action = pending(&make, record.hash);
    storage.add_session(&record).await?;
    assert!(storage.add_pending(&action).await?);
    storage.delete_session(record.hash).await?;
    assert!(!storage.update_session(&record).await?);
    assert!(!storage.rename_session(record.hash, make.hash()).await?);
    assert!(!storage.add_pending(&action).await?);
    assert!(!storage.take_pending(action.hash, record.hash, make.now).await?);
    assert!(storage.session(record.hash, make.now).await?.is_none());
    assert!(storage.pending(action.hash, record.hash).await?.is_none());
    Ok(())
}

/// The old id is worth nothing afterwards (checklist BF-6).
///
/// # Errors
///
/// What the driver says.
pub async fn a_renamed_session_keeps_its_pending_actions(storage: Arc<impl BffStorage>) -> Result<()> {
    let make = Fixtures::default();
    let (record, other, new) = (session(&make), session(&make), make.hash());
    let action = pending(&make, record.hash);
    storage.add_session(&record).await?;
    storage.add_session(&other).await?;
    storage.add_pending(&action).await?;
    assert!(!storage.rename_session(record.hash, other.hash).await?, "taken");
    assert!(storage.rename_session(record.hash, new).await?);
    assert!(!storage.rename_session(record.hash, new).await?);
    assert!(storage.session(record.hash, make.now).await?.is_none());
    let moved = found(storage.session(new, make.now).await?)?;
    assert_eq!((moved.hash, moved.sealed), (new, record.sealed));
    assert!(storage.pending(action.hash, record.hash).await?.is_none());
    assert!(storage.pending(action.hash, new).await?.is_some());
    Ok(())
}

/// State from one browser does nothing in another, nor late, nor twice; and trying does not use it up.
///
/// # Errors
///
/// What the driver says.
pub async fn a_login_belongs_to_its_browser(storage: Arc<impl BffStorage>) -> Result<()> {
    let make = Fixtures::default();
    let record = login(&make);
    storage.add_login(&record).await?;
    assert!(storage.take_login(record.state, make.hash(), make.now).await?.is_none());
    assert!(storage.take_login(record.state, record.browser, make.after(60)).await?.is_none());
    let taken = found(storage.take_login(record.state, record.browser, make.after(59)).await?)?;
    assert_same(&taken, &record);
    assert_eq!((taken.state, taken.browser), (record.state, record.browser));
    assert!(storage.take_login(record.state, record.browser, make.now).await?.is_none());
    Ok(())
}

/// By its session only, before its end; the first outcome stays.
///
/// # Errors
///
/// What the driver says.
pub async fn a_pending_action_is_taken_once(storage: Arc<impl BffStorage>) -> Result<()> {
    let make = Fixtures::default();
    let (record, other) = (session(&make), session(&make));
    let action = pending(&make, record.hash);
    storage.add_session(&record).await?;
    storage.add_session(&other).await?;
    assert!(storage.add_pending(&action).await?);
    let planted = BffPending { session: other.hash, sealed: vec![66], ..action.clone() };
    assert!(!storage.add_pending(&planted).await?);
    assert_same(&found(storage.pending(action.hash, record.hash).await?)?, &action);
    assert!(storage.pending(action.hash, other.hash).await?.is_none());

    storage.finish_pending(action.hash, b"too early").await?;
    assert_eq!(found(storage.pending(action.hash, record.hash).await?)?.outcome, None);
    assert!(!storage.take_pending(action.hash, other.hash, make.now).await?);
    assert!(!storage.take_pending(action.hash, record.hash, make.after(60)).await?);
    assert!(storage.take_pending(action.hash, record.hash, make.after(59)).await?);
    assert!(!storage.take_pending(action.hash, record.hash, make.after(59)).await?);
    storage.finish_pending(action.hash, b"paid").await?;
    storage.finish_pending(action.hash, b"other").await?;
    let done = found(storage.pending(action.hash, record.hash).await?)?;
    assert_eq!(done.outcome.as_deref(), Some(b"paid".as_slice()));
    assert_eq!(done.taken_at, Some(make.after(59)));
    Ok(())
}

/// And nothing else is.
///
/// # Errors
///
/// What the driver says.
pub async fn what_is_past_its_end_is_purged(storage: Arc<impl BffStorage>) -> Result<()> {
    let make = Fixtures::default();
    let (old, new) = (session(&make), BffSessionRecord { expires_at: make.after(99), ..session(&make) });
    let (late, early) = (pending(&make, new.hash), pending(&make, new.hash));
    let late = BffPending { expires_at: make.after(99), ..late };
    storage.add_session(&old).await?;
    storage.add_session(&new).await?;
    storage.add_pending(&late).await?;
    storage.add_pending(&early).await?;
    storage.add_login(&login(&make)).await?;
    assert_eq!(storage.purge(make.after(59)).await?, 0);
    assert_eq!(storage.purge(make.after(60)).await?, 3);
    assert!(storage.session(new.hash, make.now).await?.is_some());
    assert!(storage.session(old.hash, make.now).await?.is_none());
    assert!(storage.pending(late.hash, new.hash).await?.is_some());
    assert!(storage.pending(early.hash, new.hash).await?.is_none());
    Ok(())
}

/// The page of a payment tells of it for a day, also of one that was taken and lost on its way.
///
/// # Errors
///
/// What the driver says.
pub async fn the_outcome_of_an_action_outlives_its_end(storage: Arc<impl BffStorage>) -> Result<()> {
    let make = Fixtures::default();
    let record = BffSessionRecord { expires_at: make.after(200_000), ..session(&make) };
    let (done, lost, waiting) =
        (pending(&make, record.hash), pending(&make, record.hash), pending(&make, record.hash));
    storage.add_session(&record).await?;
    for action in [&done, &lost, &waiting] {
        storage.add_pending(action).await?;
    }
    for action in [&done, &lost] {
        assert!(storage.take_pending(action.hash, record.hash, make.now).await?);
    }
    storage.finish_pending(done.hash, b"paid").await?;
    assert_eq!(storage.purge(make.after(60)).await?, 1);
    assert!(storage.pending(waiting.hash, record.hash).await?.is_none());
    let day = BffPending::KEPT_ONCE_TAKEN.num_seconds();
    assert_eq!(storage.purge(make.after(59 + day)).await?, 0);
    let kept = found(storage.pending(done.hash, record.hash).await?)?;
    assert_eq!(kept.outcome.as_deref(), Some(b"paid".as_slice()));
    assert!(storage.pending(lost.hash, record.hash).await?.is_some());
    assert_eq!(storage.purge(make.after(60 + day)).await?, 2);
    Ok(())
}
