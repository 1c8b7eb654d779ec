//! What a demo knows beside the product: which browser is where, and how far policy time was moved. Kept in
//! the database, so that a restart changes nothing.

use std::sync::{Arc, OnceLock};

use anyhow::Context as _;
use chrono::Duration;
use leasehold_authorization_server::AuthorizationServer;
use leasehold_domain::clock::ShiftedClock;
use leasehold_domain::sealed::MasterKey;
use leasehold_domain::{Clock, DeviceId, Entropy, PlainToken, Time, TokenKind};
use leasehold_http_kit::cookies;
use leasehold_http_kit::fetch_site::OwnOrigin;
use leasehold_notify::LocalOutbox;
use leasehold_storage::{Result, Storage};

use super::places::Place;
use crate::compose::World;
use crate::config::Settings;

const OFFSET: &str = "demo_clock_offset_ms";

/// The demo's own state. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Demo(Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) storage: Arc<dyn Storage>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) policy_clock: Arc<ShiftedClock<Arc<dyn Clock>>>,
    pub(super) entropy: Arc<dyn Entropy>,
    pub(super) master_key: MasterKey,
    pub(super) issuer: OwnOrigin,
    pub(super) outbox: Arc<LocalOutbox>,
    server: OnceLock<AuthorizationServer>,
}

impl std::ops::Deref for Demo {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Demo {
    pub(super) async fn new(
        settings: &Settings,
        world: &World,
        policy_clock: Arc<ShiftedClock<Arc<dyn Clock>>>,
        master_key: MasterKey,
    ) -> Result<Self> {
        let offset = world.storage.read().await?.meta(OFFSET).await?.and_then(|text| text.parse().ok());
        policy_clock.set_offset(Duration::milliseconds(offset.unwrap_or_default()));
        Ok(Self(Arc::new(Inner {
            storage: Arc::clone(&world.storage),
            clock: Arc::clone(&world.clock),
            policy_clock,
            entropy: Arc::clone(&world.entropy),
            master_key,
            issuer: OwnOrigin::new(settings.issuer.as_str()),
            outbox: Arc::default(),
            server: OnceLock::new(),
        })))
    }

    /// Names the server that has to be told when policy time moves. It exists only after the state does.
    pub(super) fn attach(&self, server: AuthorizationServer) {
        // Attached once, where the demo is put together.
        let _ = self.server.set(server);
    }

    /// The server.
    pub(super) fn server(&self) -> anyhow::Result<&AuthorizationServer> {
        self.server.get().context("the demo was not attached to its server")
    }

    /// Policy time.
    pub(super) fn policy_clock_now(&self) -> Time {
        self.policy_clock.now()
    }

    /// Moves policy time to `offset` ahead of real time.
    pub(super) async fn set_offset(&self, offset: Duration) -> Result<()> {
        let mut tx = self.storage.write().await?;
        tx.set_meta(OFFSET, &offset.num_milliseconds().to_string()).await?;
        tx.commit().await?;
        self.policy_clock.set_offset(offset);
        if let Some(server) = self.server.get() {
            server.policy_time_moved().await;
        }
        Ok(())
    }

    /// Where a device was put, if it was.
    pub(super) async fn place(&self, device: DeviceId) -> Result<Option<Place>> {
        let code = self.storage.read().await?.meta(&key(device)).await?;
        Ok(code.and_then(|code| Place::parse(&code)))
    }

    /// Puts a device somewhere.
    pub(super) async fn set_place(&self, device: DeviceId, place: Place) -> Result<()> {
        let mut tx = self.storage.write().await?;
        tx.set_meta(&key(device), place.code()).await?;
        tx.commit().await
    }

    /// The device of the issuer's cookie, if there is one.
    pub(super) async fn device(&self, headers: &http::HeaderMap) -> Result<Option<DeviceId>> {
        let cookie = cookies::DEVICE.read(headers);
        let Some(cookie) = cookie.and_then(|text| PlainToken::parse(TokenKind::Device, text).ok()) else {
            return Ok(None);
        };
        let found = self.storage.read().await?.device_by_cookie(cookie.hashed()).await?;
        Ok(found.map(|(device, _)| device.id))
    }
}

fn key(device: DeviceId) -> String {
    format!("demo_place:{device}")
}
