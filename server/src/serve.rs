//! A listener, the routers behind it, and the work beside it.

use std::future::{Future, IntoFuture as _};
use std::net::SocketAddr;

use anyhow::Context as _;
use axum::Router;
use tokio::net::TcpListener;

use crate::shutdown::Shutdown;

/// An open listener.
#[derive(Debug)]
pub struct Listener(TcpListener);

impl Listener {
    /// Opens it.
    ///
    /// # Errors
    ///
    /// When the address is taken or not ours.
    pub async fn bind(address: SocketAddr) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(address).await;
        Ok(Self(listener.with_context(|| format!("cannot listen on {address}"))?))
    }

    /// Where it listens.
    ///
    /// # Errors
    ///
    /// When the system does not say.
    pub fn address(&self) -> anyhow::Result<SocketAddr> {
        Ok(self.0.local_addr()?)
    }

    /// Serves until told to stop: softly by letting requests finish, hard by dropping them. `beside` runs as
    /// long as requests are served.
    ///
    /// # Errors
    ///
    /// When the listener fails.
    pub async fn serve(
        self,
        router: Router,
        beside: impl Future<Output = ()>,
        shutdown: &Shutdown,
    ) -> anyhow::Result<()> {
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let requests = axum::serve(self.0, service)
            .with_graceful_shutdown(shutdown.soft.clone().cancelled_owned())
            .into_future();
        tokio::select! {
            served = requests => served.context("the listener failed")?,
            () = shutdown.hard.cancelled() => tracing::warn!("requests in progress were dropped"),
            () = async { beside.await; std::future::pending().await } => {}
        }
        tracing::info!("stopped");
        Ok(())
    }
}
