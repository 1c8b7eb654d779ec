//! Stopping in two steps: softly when asked, hard when asked again or when it takes too long.

use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How long requests in progress may go on after the first signal.
const GRACE: Duration = Duration::from_secs(10);

/// The two steps as tokens.
#[derive(Clone, Debug, Default)]
pub struct Shutdown {
    /// No new connections; event streams end; requests in progress go on.
    pub soft: CancellationToken,
    /// Everything ends.
    pub hard: CancellationToken,
}

impl Shutdown {
    /// Waits for work that ends by itself after the first step; the second one ends the wait.
    pub async fn finish(&self, work: JoinHandle<()>) {
        self.soft.cancel();
        tokio::select! {
            _ = work => {}
            () = self.hard.cancelled() => tracing::warn!("work in progress was dropped"),
            () = tokio::time::sleep(GRACE) => tracing::warn!("work in progress was dropped"),
        }
    }

    /// Follows SIGTERM and SIGINT from here on.
    ///
    /// # Errors
    ///
    /// When the system does not let us listen for signals.
    pub fn on_signals() -> std::io::Result<Self> {
        let shutdown = Self::default();
        let (mut terminate, mut interrupt) =
            (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let steps = shutdown.clone();
        tokio::spawn(async move {
            tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
            tracing::info!("stopping");
            steps.soft.cancel();
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
                () = tokio::time::sleep(GRACE) => {}
            }
            steps.hard.cancel();
        });
        Ok(shutdown)
    }
}
