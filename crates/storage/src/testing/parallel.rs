//! Many callers at once.

use std::future::Future;

use tokio::task::JoinSet;

use crate::{Result, StorageError};

/// Starts 100 tasks at once; returns how many of them said that they were the one.
pub(super) async fn winners_of_100<T>(task: impl Fn() -> T) -> Result<usize>
where
    T: Future<Output = Result<bool>> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    for _ in 0..100 {
        tasks.spawn(task());
    }
    let mut winners = 0;
    while let Some(done) = tasks.join_next().await {
        winners += usize::from(done.map_err(|error| StorageError::driver("a task of the suite", error))??);
    }
    Ok(winners)
}
