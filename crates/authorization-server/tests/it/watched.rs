//! A database in which something happens at a chosen moment.

use std::sync::Mutex;

use futures::future::BoxFuture;
use leasehold_storage::{Storage, Transaction};
use leasehold_test_kit::TestDatabase;

/// The database, with something that happens just before one of the next reads.
pub struct Watched {
    pub inner: TestDatabase,
    pub armed: Mutex<Option<(u32, Act)>>,
}

pub type Act = Box<dyn FnOnce(TestDatabase) -> BoxFuture<'static, ()> + Send>;

impl Watched {
    /// Before the read of this number, counted from one.
    pub fn before_read<F: Future<Output = ()> + Send + 'static>(
        &self,
        number: u32,
        act: impl FnOnce(TestDatabase) -> F + Send + 'static,
    ) {
        *self.armed.lock().unwrap() = Some((number, Box::new(move |storage| Box::pin(act(storage)))));
    }
}

impl std::fmt::Debug for Watched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Watched")
    }
}

#[async_trait::async_trait]
impl Storage for Watched {
    async fn read(&self) -> leasehold_storage::Result<Box<dyn Transaction>> {
        let act = self.armed.lock().unwrap().take_if(|(number, _)| {
            *number -= 1;
            *number == 0
        });
        if let Some((_, act)) = act {
            act(self.inner.clone()).await;
        }
        self.inner.read().await
    }

    async fn write(&self) -> leasehold_storage::Result<Box<dyn Transaction>> {
        self.inner.write().await
    }
}
