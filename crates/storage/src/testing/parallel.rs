//! Many callers at once, and callers that go away.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

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

/// Polls a call at most that many times and then drops it, as a server does when the browser hangs up.
/// `None` if it was dropped.
pub(super) async fn abandoned_after<T>(polls: usize, call: impl Future<Output = T>) -> Option<T> {
    let mut call = pin!(call);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        call.as_mut().poll(context).map(Some)
    })
    .await
}
