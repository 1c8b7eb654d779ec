//! Asking for a link: the link, its mail and its notice, in the transaction of the caller.

use chrono::Duration;
use leasehold_domain::device::DeviceTrust;
use leasehold_domain::session::Session;
use leasehold_domain::user::User;
use leasehold_domain::{PlainToken, Time, TokenKind};
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_storage::{Link, LinkPurpose, Result, Transaction};

use super::reach::Reach;
use crate::AuthorizationServer;
use crate::config::limits::DEVICE_LINK;
use crate::interaction::device;
use crate::leases::apply::Changes;
use crate::limits::{self, Limit, Standing};
use crate::notices::{Occasion, notify};

/// Links that one account may ask for, whatever the device: each is a mail (checklist ML-6).
const ASKED: Limit = Limit { free: 3, window: Duration::hours(1), pause: Duration::minutes(5) };

/// Why there is no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoLink {
    /// There is no mailbox, or nothing that a link would give back.
    Useless,
    /// Too many were asked for; again at that moment.
    TooMany(Time),
}

/// Whether a link is worth offering.
pub(crate) async fn is_offered(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    user: &User,
    trust: &DeviceTrust,
) -> Result<bool> {
    let reachable = server.config.sends_mail && user.email.is_some();
    Ok(reachable && !Reach::of(server, tx, trust).await?.back.is_empty())
}

/// Sends a link for the device of that session, and for no other; an older one for it is over.
pub(crate) async fn ask(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    user: &User,
    session: &Session,
) -> Result<std::result::Result<Changes, NoLink>> {
    let now = server.now();
    let Some(trust) = tx.trust(user.id, session.device).await? else { return Ok(Err(NoLink::Useless)) };
    if !is_offered(server, tx, user, &trust).await? {
        return Ok(Err(NoLink::Useless));
    }
    let bucket = format!("device-link:{}", user.id);
    if let Standing::Paused(until) = limits::standing(tx, &bucket, ASKED, now).await? {
        return Ok(Err(NoLink::TooMany(until)));
    }
    tx.add_failure(&bucket, now).await?;
    let token = PlainToken::generate(TokenKind::Link, server.entropy.as_ref());
    let purpose = LinkPurpose::ConfirmDevice { user: user.id, device: session.device };
    let link =
        Link { hash: token.hashed(), purpose, expires_at: now + DEVICE_LINK, used_at: None, user: None };
    tx.add_link(&link).await?;
    let kind = NoticeKind::DeviceLinkSent { name: device::name(tx, session.device).await? };
    let cause = format!("device_link_sent:{}", link.hash.to_base64url());
    let occasion = Occasion::new(cause).in_session(session).with_link(token);
    Ok(Ok(notify(server, tx, user.id, kind, occasion).await?))
}
