//! Failed attempts.

use std::sync::Arc;

use super::fixtures::Fixtures;
use crate::{Result, Storage};

/// Counted by bucket from a moment on, until forgotten.
///
/// # Errors
///
/// What the driver says.
pub async fn failures_count_from_a_moment(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let mut tx = storage.write().await?;
    assert_eq!(tx.failures("account:alice", make.now).await?, (0, None));
    for seconds in [0, 10, 20] {
        tx.add_failure("account:alice", make.after(seconds)).await?;
    }
    tx.add_failure("address:203.0.113.7", make.after(30)).await?;
    assert_eq!(tx.failures("account:alice", make.now).await?, (3, Some(make.after(20))));
    assert_eq!(tx.failures("account:alice", make.after(10)).await?, (2, Some(make.after(20))));
    tx.clear_failures("account:alice").await?;
    assert_eq!(tx.failures("account:alice", make.now).await?, (0, None));
    assert_eq!(tx.failures("address:203.0.113.7", make.now).await?.0, 1);
    Ok(())
}

/// Names come from strangers, who type what they like.
///
/// # Errors
///
/// What the driver says.
pub async fn a_bucket_has_any_name(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let mut tx = storage.write().await?;
    for bucket in ["account:a\0b", "account:", "account:'; --", "account:\u{FFFF}\u{1F511}"] {
        assert_eq!(tx.user_by_username(bucket).await?, None);
        tx.add_failure(bucket, make.now).await?;
        assert_eq!(tx.failures(bucket, make.now).await?, (1, Some(make.now)), "{bucket:?}");
    }
    tx.commit().await
}
