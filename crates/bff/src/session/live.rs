//! What this process knows of sessions in use: whose tokens are being renewed, and who watches for the end.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{Mutex as AsyncMutex, watch};

/// One session in use.
#[derive(Debug)]
pub(crate) struct Live {
    /// Held while the tokens are renewed or replaced: one refresh at a time (checklist RT-5).
    pub(crate) renewal: AsyncMutex<()>,
    ended: watch::Sender<bool>,
}

impl Live {
    /// Resolves once the session ended in this process.
    pub(crate) async fn ended(self: Arc<Self>) {
        let mut receiver = self.ended.subscribe();
        // The sender lives in `self`, so waiting fails never before it succeeds.
        let _ = receiver.wait_for(|ended| *ended).await;
    }
}

/// All sessions in use, by family. Entries vanish when nobody holds them.
#[derive(Debug, Default)]
pub(crate) struct LiveSessions(Mutex<BTreeMap<String, Weak<Live>>>);

impl LiveSessions {
    /// The entry of a session, made if need be.
    pub(crate) fn of(&self, family: &str) -> Arc<Live> {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(live) = map.get(family).and_then(Weak::upgrade) {
            return live;
        }
        map.retain(|_, live| live.strong_count() > 0);
        let live = Arc::new(Live { renewal: AsyncMutex::new(()), ended: watch::Sender::new(false) });
        map.insert(family.to_owned(), Arc::downgrade(&live));
        live
    }

    /// Tells whoever watches that the session is over.
    pub(crate) fn end(&self, family: &str) {
        self.of(family).ended.send_replace(true);
    }
}
