//! Takes mails out of the outbox and sees to it that each is handed over.

use std::sync::Arc;
use std::time::Duration;

use leasehold_domain::notice::{Mail, Notice};
use leasehold_domain::sealed::Sealer;
use leasehold_domain::{Clock, Time};
use leasehold_storage::{Result, Storage};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{Letter, Letterhead, MailError, Mailer};

/// How long a mail is kept from others while it is handed over.
const CLAIM: chrono::Duration = chrono::Duration::minutes(10);
/// Longest sleep: bounds what a clock that was set costs.
const LONGEST: Duration = Duration::from_secs(30);
/// Pause after the database failed.
const RETRY: Duration = Duration::from_secs(1);
/// How long what was sent is kept, to see that it was.
const KEPT: chrono::Duration = chrono::Duration::days(30);
/// How often what was sent long ago is taken away.
const PURGE: chrono::Duration = chrono::Duration::hours(1);

/// Delivers mails. Any number of them may work on one outbox.
#[derive(Clone, Debug)]
pub struct Postman {
    storage: Arc<dyn Storage>,
    clock: Arc<dyn Clock>,
    mailer: Arc<dyn Mailer>,
    letterhead: Letterhead,
    links: Sealer,
}

impl Postman {
    /// Puts one together. `links` opens what was sealed for [`Mail::LINK`].
    #[must_use]
    pub fn new(
        storage: Arc<dyn Storage>,
        clock: Arc<dyn Clock>,
        mailer: Arc<dyn Mailer>,
        letterhead: Letterhead,
        links: Sealer,
    ) -> Self {
        Self { storage, clock, mailer, letterhead, links }
    }

    /// Works until told to stop; the mail in hand is finished first. `written` says that there is a new one.
    pub async fn run(&self, written: &Notify, ending: CancellationToken) {
        let mut purged: Option<Time> = None;
        while !ending.is_cancelled() {
            let sleep = match self.round(&mut purged, &ending).await {
                Ok(sleep) => sleep,
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "mails could not be looked for, and are again"
                    );
                    RETRY
                }
            };
            tokio::select! {
                () = tokio::time::sleep(sleep) => {}
                () = written.notified() => {}
                () = ending.cancelled() => {}
            }
        }
    }

    /// Delivers all that is due; returns how long nothing is.
    async fn round(&self, purged: &mut Option<Time>, ending: &CancellationToken) -> Result<Duration> {
        while !ending.is_cancelled() && self.deliver_one().await? {}
        let now = self.clock.now();
        if purged.is_none_or(|at| now >= at + PURGE) {
            let mut tx = self.storage.write().await?;
            tx.purge_mails(now - KEPT).await?;
            tx.commit().await?;
            *purged = Some(now);
        }
        let next = self.storage.read().await?.next_mail().await?;
        let until = next.and_then(|next| (next - now).to_std().ok());
        Ok(until.unwrap_or(LONGEST).min(LONGEST))
    }

    /// Takes the next mail that is due and hands it over, or notes when to try again. `false` if none is due.
    ///
    /// # Errors
    ///
    /// When the database fails. The mail is then due again once the claim ends.
    pub async fn deliver_one(&self) -> Result<bool> {
        let now = self.clock.now();
        // The claim is kept before anything is sent: whatever happens then, nobody else has the mail meanwhile.
        let mut tx = self.storage.write().await?;
        let Some(mail) = tx.claim_mail(now, now + CLAIM).await? else { return Ok(false) };
        let notice = tx.notice(mail.notice).await?;
        let user = match &notice {
            Some(notice) => tx.user(notice.user).await?,
            None => None,
        };
        tx.commit().await?;
        let (Some(notice), Some(user)) = (notice, user) else {
            self.failed(&mail, "nothing to tell", None).await?;
            return Ok(true);
        };
        let token = match self.token(&mail, &notice) {
            Ok(token) => token,
            Err(why) => {
                self.failed(&mail, why, None).await?;
                return Ok(true);
            }
        };
        let letter = self.letterhead.word(&mail, &notice, &user, token.as_deref());
        match self.mailer.send(&letter).await {
            Ok(()) => self.sent(&mail, &letter).await?,
            Err(error) => {
                let next = match error {
                    MailError::Address => None,
                    MailError::Answered(_) | MailError::Unreachable => {
                        Mail::next_try(mail.tries, notice.at, self.clock.now())
                    }
                };
                self.failed(&mail, &error.to_string(), next).await?;
            }
        }
        Ok(true)
    }

    /// The token of the mail's own link, or why the mail is not worth sending.
    fn token(&self, mail: &Mail, notice: &Notice) -> std::result::Result<Option<String>, &'static str> {
        let Some(sealed) = &mail.link else { return Ok(None) };
        if self.clock.now() >= notice.at + Mail::LINK_LIFETIME {
            return Err("its link is over");
        }
        let opened = self.links.open(sealed, &mail.id.to_string()).ok();
        let token = opened.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
        token.map(Some).ok_or("its link cannot be opened")
    }

    async fn sent(&self, mail: &Mail, letter: &Letter) -> Result<()> {
        let mut tx = self.storage.write().await?;
        tx.mail_sent(mail.id, self.clock.now()).await?;
        tx.commit().await?;
        tracing::info!(mail = %mail.id, notice = %mail.notice, tries = mail.tries, language = letter.language, "mail sent");
        Ok(())
    }

    async fn failed(&self, mail: &Mail, why: &str, next: Option<Time>) -> Result<()> {
        let mut tx = self.storage.write().await?;
        let noted = tx.mail_failed(mail, self.clock.now(), next).await?;
        tx.commit().await?;
        match next {
            _ if !noted => {}
            Some(next) => {
                tracing::warn!(mail = %mail.id, notice = %mail.notice, tries = mail.tries, why, %next, "mail not sent, tried again later");
            }
            None => {
                tracing::error!(mail = %mail.id, notice = %mail.notice, tries = mail.tries, why, "mail given up");
            }
        }
        Ok(())
    }
}
