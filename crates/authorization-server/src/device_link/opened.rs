//! A link in the browser that asked for it.

use leasehold_domain::device::DeviceTrust;
use leasehold_domain::session::Session;
use leasehold_domain::{HashedToken, PlainToken, Time, TokenKind};
use leasehold_oauth_types::form::Params;
use leasehold_storage::{LinkPurpose, Result, Transaction};

use super::reach::{Reach, narrowed};
use crate::AuthorizationServer;
use crate::browser::{self, Browser, csrf, is_own_form};
use crate::config::limits::DEVICE_LINK;
use crate::interaction::NotLive;
use crate::recognition::known_device;

/// A link that may be used, where it may be used.
pub(super) struct Opened {
    pub(super) hash: HashedToken,
    pub(super) asked_at: Time,
    pub(super) session: Session,
    pub(super) trust: DeviceTrust,
}

impl Opened {
    /// Loads a link for the browser that shows it. Used, too old, unknown, overtaken, for something else, or of
    /// no use any more: all look alike (checklist ML-3). In any browser but the one that asked, with its person
    /// signed in, it is of no use either, and says so (ML-5).
    pub(super) async fn load(
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        browser: &Browser,
        link: &str,
    ) -> Result<std::result::Result<Self, NotLive>> {
        let Ok(token) = PlainToken::parse(TokenKind::Link, link) else { return Ok(Err(NotLive::Over)) };
        let found = tx.link(token.hashed()).await?;
        let usable = found.filter(|link| link.used_at.is_none() && server.now() < link.expires_at);
        let Some(link) = usable else { return Ok(Err(NotLive::Over)) };
        let LinkPurpose::ConfirmDevice { user, device } = link.purpose else {
            return Ok(Err(NotLive::Over));
        };
        let here = known_device(server, tx, browser).await?.filter(|here| here.id == device);
        let session = browser::session(server, tx, browser).await?;
        let own = session.filter(|session| session.user == user && session.device == device);
        let (Some(_), Some(session)) = (here, own) else { return Ok(Err(NotLive::OtherBrowser)) };
        let Some(trust) = tx.trust(user, device).await? else { return Ok(Err(NotLive::Over)) };
        let asked_at = link.expires_at - DEVICE_LINK;
        let opened = Self { hash: link.hash, asked_at, session, trust };
        let useful = !opened.narrowed(server, tx).await?.is_empty();
        Ok(if useful { Ok(opened) } else { Err(NotLive::Over) })
    }

    /// What it narrows: holds that were open when the link was asked for. What opened since is another matter.
    pub(super) async fn narrowed(
        &self,
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
    ) -> Result<Vec<(leasehold_domain::hold::Hold, leasehold_oauth_types::ScopeSet)>> {
        let mut holds = narrowed(server, tx, &self.trust).await?;
        holds.retain(|(hold, _)| hold.opened_at <= self.asked_at);
        Ok(holds)
    }

    /// What its page names.
    pub(super) async fn reach(
        &self,
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
    ) -> Result<Reach> {
        Reach::of(server, tx, &self.trust).await
    }

    /// The hidden token of its form.
    pub(super) fn csrf(&self, server: &AuthorizationServer) -> String {
        csrf(server, self.session.cookie, &format!("confirm-device:{}", self.hash.to_base64url()))
    }

    /// Refuses a form that was not sent from its own page.
    pub(super) fn check_form(
        &self,
        server: &AuthorizationServer,
        browser: &Browser,
        form: &Params,
    ) -> std::result::Result<(), NotLive> {
        let own = is_own_form(server, &browser.headers, form.get("csrf"), &self.csrf(server));
        if own { Ok(()) } else { Err(NotLive::Forged) }
    }
}
