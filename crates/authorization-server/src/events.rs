//! Tells everyone who listens that grants changed, the moment the change is committed.

use leasehold_domain::UserId;
use leasehold_storage::StoredEvent;
use tokio::sync::broadcast;

/// How many events a slow listener may lag behind before its stream is ended; it then reconnects and
/// forgets what it had cached.
const BACKLOG: usize = 4096;

/// Fans committed events out to the streams of guards and dashboards.
#[derive(Debug)]
pub struct EventHub {
    grants: broadcast::Sender<StoredEvent>,
    told: broadcast::Sender<UserId>,
}

impl EventHub {
    pub(crate) fn new() -> Self {
        Self { grants: broadcast::Sender::new(BACKLOG), told: broadcast::Sender::new(BACKLOG) }
    }

    /// Sends events. Only call it after the commit of the transaction that wrote them.
    pub(crate) fn publish(&self, events: Vec<StoredEvent>) {
        for event in events {
            // Nobody listening is no error.
            let _ = self.grants.send(event);
        }
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<StoredEvent> {
        self.grants.subscribe()
    }

    /// Says whose notices changed, after the commit too. Not kept: a page that comes back looks anyway.
    pub(crate) fn tell(&self, people: &[UserId]) {
        for person in people {
            let _ = self.told.send(*person);
        }
    }

    pub(crate) fn subscribe_told(&self) -> broadcast::Receiver<UserId> {
        self.told.subscribe()
    }
}
