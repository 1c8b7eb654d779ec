//! Tells a person what happened to their account. Written in the transaction of what happened, so that neither
//! exists without the other; delivery is `leasehold-notify`'s.

use leasehold_domain::notice::{Mail, Notice};
use leasehold_domain::session::Session;
use leasehold_domain::{DeviceId, MailId, NoticeId, PlainToken, UserId};
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_storage::{Result, Transaction};

use crate::AuthorizationServer;
use crate::leases::apply::Changes;

/// What made a notice, and where.
#[derive(Clone, Debug)]
pub(crate) struct Occasion {
    cause: String,
    device: Option<DeviceId>,
    country: Option<String>,
    link: Option<PlainToken>,
}

impl Occasion {
    /// `cause` names what happened so that it is told once: `factor_added:fct_…`, not `factor_added`.
    pub(crate) fn new(cause: impl Into<String>) -> Self {
        Self { cause: cause.into(), device: None, country: None, link: None }
    }

    /// On the device of that session, where it was last seen.
    #[must_use]
    pub(crate) fn in_session(self, session: &Session) -> Self {
        Self { device: Some(session.device), country: session.place.country.clone(), ..self }
    }

    /// With a one-time link in the mail, and nowhere else: the outbox holds it sealed.
    #[must_use]
    pub(crate) fn with_link(self, token: PlainToken) -> Self {
        Self { link: Some(token), ..self }
    }
}

/// Writes the notice, and a mail if the person has an address and mails are sent at all. A cause that was told
/// is not told again. The changes have to reach [`AuthorizationServer::finish`], which wakes whoever waits.
pub(crate) async fn notify(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    user: UserId,
    kind: NoticeKind,
    occasion: Occasion,
) -> Result<Changes> {
    let now = server.now();
    let Some(person) = tx.user(user).await? else { return Ok(Changes::default()) };
    let device = match occasion.device {
        Some(device) => tx.device(device).await?.map(|device| device.name),
        None => None,
    };
    let notice = Notice {
        id: NoticeId::generate(now, server.entropy.as_ref()),
        user,
        cause: occasion.cause,
        kind,
        device,
        country: occasion.country,
        at: now,
        read_at: None,
    };
    if !tx.add_notice(&notice).await? {
        return Ok(Changes::default());
    }
    if let Some(to) = person.email.filter(|_| server.config.sends_mail) {
        let id = MailId::generate(now, server.entropy.as_ref());
        let sealer = server.master_key.sealer(Mail::LINK);
        let seal = |token: PlainToken| {
            sealer.seal(token.expose().as_bytes(), &id.to_string(), server.entropy.as_ref())
        };
        let link = occasion.link.map(seal);
        tx.add_mail(&Mail { id, notice: notice.id, to, link, tries: 0 }, now).await?;
    }
    Ok(Changes::told(user))
}
