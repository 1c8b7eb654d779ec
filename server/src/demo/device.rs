//! Which device a browser is taken for.
//!
//! The choice swaps the browser's device cookie and carries its session over, so that sign-ins and every request of
//! every app come from the chosen device. Which browser a device was chosen in is kept in the database.

use chrono::Duration;
use http::HeaderMap;
use http::header::{HeaderValue, USER_AGENT};
use leasehold_context::{NameHints, device_name};
use leasehold_domain::device::{Device, DeviceTrust, TrustState};
use leasehold_domain::session::Session;
use leasehold_domain::{DeviceId, PlainToken, TokenKind, UserId};
use leasehold_http_kit::cookies;
use leasehold_storage::{Result, StorageError, Transaction};

use super::state::Demo;

/// A device to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// The browser as what it is.
    Browser,
    /// One that nobody has seen.
    New,
    /// One that the person has trusted for long.
    Laptop,
}

/// How long the person has trusted the laptop.
const TRUSTED_FOR: Duration = Duration::days(30);

impl Choice {
    pub(super) const ALL: [Self; 3] = [Self::Browser, Self::New, Self::Laptop];

    /// Value of the form field.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::New => "new",
            Self::Laptop => "laptop",
        }
    }

    pub(super) fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.code() == code)
    }
}

impl Demo {
    /// What the browser is taken for, and whether somebody is signed in: only then there is a trusted laptop.
    pub(super) async fn present_device(&self, headers: &HeaderMap) -> Result<(Choice, bool)> {
        let mut tx = self.storage.read().await?;
        let session = self.session(tx.as_mut(), headers).await?;
        let choice = match self.device(headers).await? {
            Some(device) => origin(tx.as_mut(), device).await?.map_or(Choice::Browser, |(choice, _)| choice),
            None => Choice::Browser,
        };
        Ok((choice, session.is_some()))
    }

    /// Takes the browser for another device from here on; gives the cookies to set.
    pub(super) async fn choose_device(
        &self,
        headers: &HeaderMap,
        choice: Choice,
    ) -> Result<Vec<HeaderValue>> {
        let (home, mut cookies) = match self.device(headers).await? {
            Some(device) => (device, Vec::new()),
            None => {
                let (device, cookie) = self.add_device(headers, None).await?;
                (device, vec![cookie])
            }
        };
        let mut tx = self.storage.read().await?;
        let session = self.session(tx.as_mut(), headers).await?;
        let present = home;
        let home = origin(tx.as_mut(), present).await?.map_or(present, |(_, home)| home);
        let laptop = tx.meta(&laptop_of(home)).await?.and_then(|id| id.parse().ok());
        drop(tx);
        let device = match (choice, laptop, &session) {
            (Choice::Browser, ..) => home,
            (Choice::Laptop, Some(laptop), Some(_)) => laptop,
            (Choice::Laptop, _, None) => return Ok(cookies),
            (Choice::New, ..) | (Choice::Laptop, None, Some(_)) => {
                let name = if choice == Choice::New { "New device" } else { "Trusted laptop" };
                self.add_device(headers, Some(name)).await?.0
            }
        };
        if device == present {
            return Ok(cookies);
        }
        cookies = vec![self.keep(present, home, device, choice, session.as_ref()).await?];
        if let (Some(session), Ok(server)) = (session, self.server()) {
            server.session_carried(session.id, device).await;
        }
        Ok(cookies)
    }

    /// A device that nobody has met, and its cookie; called as browsers call themselves unless named.
    pub(super) async fn add_device(
        &self,
        headers: &HeaderMap,
        name: Option<&str>,
    ) -> Result<(DeviceId, HeaderValue)> {
        let (now, entropy) = (self.clock.now(), self.entropy.as_ref());
        let cookie = PlainToken::generate(TokenKind::Device, entropy);
        let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let called = device_name(agent, NameHints::default());
        let device = Device {
            id: DeviceId::generate(now, entropy),
            cookie: cookie.hashed(),
            previous_cookie: None,
            rotated_at: now,
            name: name.map_or(called.name, str::to_owned),
            mobile: called.mobile && name.is_none(),
            first_seen: now,
            cookie_reused_at: None,
            key: None,
            traits: None,
        };
        let mut tx = self.storage.write().await?;
        tx.add_device(&device).await?;
        tx.commit().await?;
        Ok((device.id, cookies::DEVICE.set(cookie.expose())))
    }

    /// Notes the choice; gives the cookie by which the device is known from here on.
    async fn keep(
        &self,
        present: DeviceId,
        home: DeviceId,
        device: DeviceId,
        choice: Choice,
        session: Option<&Session>,
    ) -> Result<HeaderValue> {
        let place = self.place(present).await?;
        let mut tx = self.storage.write().await?;
        let row = tx.device(device).await?.ok_or(StorageError::inconsistent("no such device"))?;
        let cookie = PlainToken::generate(TokenKind::Device, self.entropy.as_ref());
        tx.rotate_device(device, row.cookie, cookie.hashed(), self.clock.now()).await?;
        if choice != Choice::Browser {
            tx.set_meta(&origin_of(device), &format!("{} {home}", choice.code())).await?;
        }
        if let (Choice::Laptop, Some(session)) = (choice, session) {
            tx.set_meta(&laptop_of(home), &device.to_string()).await?;
            self.trust(tx.as_mut(), session.user, device).await?;
        }
        tx.commit().await?;
        // The person has not moved, only the device changed.
        if let Some(place) = place {
            self.set_place(device, place).await?;
        }
        Ok(cookies::DEVICE.set(cookie.expose()))
    }

    async fn trust(&self, tx: &mut dyn Transaction, user: UserId, device: DeviceId) -> Result<()> {
        if tx.trust(user, device).await?.is_some() {
            return Ok(());
        }
        let (now, since) = (self.clock.now(), self.clock.now() - TRUSTED_FOR);
        let state = TrustState::Trusted { since, until: now + TRUSTED_FOR };
        let trust = DeviceTrust {
            user,
            device,
            state,
            first_seen: since,
            first_session: None,
            last_seen: now,
            confirmed_by: None,
            succeeds: None,
        };
        tx.put_trust(&trust).await
    }

    /// The live session of the issuer's cookie.
    async fn session(&self, tx: &mut dyn Transaction, headers: &HeaderMap) -> Result<Option<Session>> {
        let cookie = cookies::ISSUER_SESSION.read(headers);
        let Some(cookie) = cookie.and_then(|text| PlainToken::parse(TokenKind::Session, text).ok()) else {
            return Ok(None);
        };
        let session = tx.session_by_cookie(cookie.hashed()).await?;
        Ok(session.filter(|session| session.is_live(self.clock.now())))
    }
}

/// As what a device was chosen, and the browser in which.
async fn origin(tx: &mut dyn Transaction, device: DeviceId) -> Result<Option<(Choice, DeviceId)>> {
    let text = tx.meta(&origin_of(device)).await?;
    Ok(text.as_deref().and_then(|text| {
        let (code, home) = text.split_once(' ')?;
        Some((Choice::parse(code)?, home.parse().ok()?))
    }))
}

fn origin_of(device: DeviceId) -> String {
    format!("demo_device:{device}")
}

fn laptop_of(home: DeviceId) -> String {
    format!("demo_laptop:{home}")
}
