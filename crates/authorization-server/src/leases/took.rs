//! How long withdrawals took, written down afterwards.

use std::sync::{Mutex, PoisonError};

use leasehold_domain::HoldId;
use leasehold_storage::Result;
use tokio::task::JoinHandle;

use crate::AuthorizationServer;

/// Holds with the milliseconds from decided to pushed. Those that wait for their turn to write share it: in a rush
/// the next withdrawal does not wait for a commit about the last one.
#[derive(Debug, Default)]
pub(crate) struct Took(Mutex<Vec<(HoldId, u32)>>);

impl Took {
    /// Has them written beside whoever calls, who may wait for it; none if somebody writes them already. A server that
    /// ends before does not know them, and nothing else.
    pub(crate) fn note(
        &self,
        server: &AuthorizationServer,
        holds: impl Iterator<Item = (HoldId, u32)>,
    ) -> Option<JoinHandle<()>> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let somebody_writes = !waiting.is_empty();
        waiting.extend(holds);
        if somebody_writes || waiting.is_empty() {
            return None;
        }
        let server = server.clone();
        Some(tokio::spawn(async move {
            if let Err(error) = server.took.write(&server).await {
                tracing::warn!(%error, "the time a withdrawal took was not noted");
            }
        }))
    }

    async fn write(&self, server: &AuthorizationServer) -> Result<()> {
        let turn = server.storage.write().await;
        // Taken whatever came of the turn: the next one begins anew.
        let holds = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut tx = turn?;
        for (hold, took) in holds {
            tx.set_took(hold, took).await?;
        }
        tx.commit().await
    }
}
