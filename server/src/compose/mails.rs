//! Who delivers the mails of the outbox.

use std::sync::Arc;

use anyhow::Context as _;
use leasehold_authorization_server::device_link;
use leasehold_domain::Clock;
use leasehold_domain::notice::Mail;
use leasehold_domain::sealed::MasterKey;
use leasehold_notify::{Letterhead, Mailer, Postman, SmtpMailer};
use leasehold_storage::Storage;

use crate::config::Settings;

/// The mailer of the configuration, unless another is given; none if mails are not sent.
pub(super) fn mailer(
    settings: &Settings,
    given: Option<Arc<dyn Mailer>>,
) -> anyhow::Result<Option<Arc<dyn Mailer>>> {
    if given.is_some() {
        return Ok(given);
    }
    let Some(smtp) = settings.mail.server()? else { return Ok(None) };
    let mailer = SmtpMailer::new(&smtp, settings.issuer.host()).map_err(anyhow::Error::from_boxed);
    Ok(Some(Arc::new(mailer.context("the mail server")?)))
}

/// A postman with that mailer.
pub(super) fn postman(
    settings: &Settings,
    storage: Arc<dyn Storage>,
    clock: Arc<dyn Clock>,
    mailer: Arc<dyn Mailer>,
    master_key: &MasterKey,
) -> Postman {
    let letterhead = Letterhead {
        domain: settings.issuer.host().to_owned(),
        account_url: settings.apps.account.to_string(),
        device_link_url: format!("{}{}", settings.issuer, device_link::LINKS),
        country_name: |code, language| leasehold_policy::country_name(code, language).to_owned(),
    };
    Postman::new(storage, clock, mailer, letterhead, master_key.sealer(Mail::LINK))
}
