//! What a transaction is.

use std::sync::Arc;

use leasehold_domain::user::User;

use super::fixtures::Fixtures;
use super::parallel::{abandoned_after, winners_of_100};
use crate::{Result, Storage};

/// Without a commit nothing was written, and the next writer begins clean.
///
/// # Errors
///
/// What the driver says.
pub async fn a_dropped_transaction_leaves_nothing(storage: Arc<impl Storage>) -> Result<()> {
    for round in 0..20 {
        let mut tx = storage.write().await?;
        assert_eq!(tx.meta("key").await?, None, "round {round}");
        tx.set_meta("key", "value").await?;
        drop(tx);
        assert_eq!(storage.read().await?.meta("key").await?, None);
    }
    let mut tx = storage.write().await?;
    tx.set_meta("key", "kept").await?;
    tx.commit().await?;
    assert_eq!(storage.read().await?.meta("key").await?.as_deref(), Some("kept"));
    Ok(())
}

/// After a statement that failed, what was written before it is dropped with the rest.
///
/// # Errors
///
/// What the driver says.
pub async fn a_failed_transaction_leaves_nothing(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let user = make.user("alice", "Alice");
    let mut tx = storage.write().await?;
    assert!(tx.add_user(&user).await?);
    // The same id under another name, and a session of nobody.
    assert!(tx.add_user(&User { username: "other".to_owned(), ..user.clone() }).await.is_err());
    let orphan = make.session(make.user("x", "X").id, make.device().id);
    assert!(tx.add_session(&orphan).await.is_err());
    drop(tx);
    assert_eq!(storage.read().await?.user(user.id).await?, None);
    assert!(storage.write().await?.add_user(&user).await?);
    Ok(())
}

/// Whoever overlooks an error is told at the end, and keeps nothing of what came before it.
///
/// # Errors
///
/// What the driver says.
pub async fn a_failed_transaction_is_not_committed(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let orphan = make.session(make.user("x", "X").id, make.device().id);
    let mut tx = storage.write().await?;
    tx.set_meta("key", "value").await?;
    assert!(tx.add_session(&orphan).await.is_err());
    assert!(tx.commit().await.is_err());
    assert_eq!(storage.read().await?.meta("key").await?, None);
    Ok(())
}

/// A reader sees the moment at which it began, whatever is committed meanwhile.
///
/// # Errors
///
/// What the driver says.
pub async fn a_snapshot_stands_still(storage: Arc<impl Storage>) -> Result<()> {
    let mut before = storage.read().await?;
    let mut tx = storage.write().await?;
    tx.set_meta("key", "value").await?;
    assert_eq!(storage.read().await?.meta("key").await?, None, "not committed yet");
    tx.commit().await?;
    assert_eq!(before.meta("key").await?, None);
    assert_eq!(storage.read().await?.meta("key").await?.as_deref(), Some("value"));
    assert_eq!(before.meta("key").await?, None);
    drop(before);
    // More readers than any pool has connections, one after the other: each gives its own back.
    for _ in 0..50 {
        assert_eq!(storage.read().await?.meta("key").await?.as_deref(), Some("value"));
    }
    Ok(())
}

/// Reading is reading.
///
/// # Errors
///
/// What the driver says.
pub async fn a_snapshot_refuses_writes(storage: Arc<impl Storage>) -> Result<()> {
    let mut tx = storage.read().await?;
    assert!(tx.set_meta("key", "value").await.is_err());
    drop(tx);
    assert_eq!(storage.read().await?.meta("key").await?, None);
    Ok(())
}

/// Nobody's update is lost: each writer sees what the one before it wrote.
///
/// # Errors
///
/// What the driver says.
pub async fn writers_take_turns(storage: Arc<impl Storage + 'static>) -> Result<()> {
    winners_of_100(|| {
        let storage = Arc::clone(&storage);
        async move {
            let mut tx = storage.write().await?;
            let count = tx.meta("count").await?.and_then(|text| text.parse().ok()).unwrap_or(0);
            tx.set_meta("count", &(count + 1).to_string()).await?;
            tx.commit().await?;
            Ok(true)
        }
    })
    .await?;
    assert_eq!(storage.read().await?.meta("count").await?.as_deref(), Some("100"));
    Ok(())
}

/// A caller that goes away, at whatever point, leaves no transaction open: the next writer gets its turn,
/// and what it commits is kept.
///
/// # Errors
///
/// What the driver says.
pub async fn an_abandoned_caller_leaves_the_writer_free(storage: Arc<impl Storage>) -> Result<()> {
    let (mut abandoned, mut finished) = (0, 0);
    // Where the call is after so many polls depends on timing, so often enough to be everywhere.
    for polls in (0..12).cycle().take(2000) {
        let call = async {
            let mut tx = storage.write().await?;
            tx.set_meta("abandoned", &polls.to_string()).await?;
            tx.commit().await
        };
        match abandoned_after(polls, call).await.transpose()? {
            Some(()) => finished += 1,
            None => abandoned += 1,
        }

        let mut tx = storage.write().await?;
        tx.set_meta("next", &polls.to_string()).await?;
        tx.commit().await?;
        let mut tx = storage.read().await?;
        assert_eq!(tx.meta("next").await?, Some(polls.to_string()), "after {polls} polls");
    }
    assert!(abandoned > 0 && finished > 0, "{abandoned} and {finished}");
    Ok(())
}
