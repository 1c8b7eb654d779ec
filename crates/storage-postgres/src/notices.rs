use leasehold_domain::notice::{Mail, Notice};
use leasehold_domain::{MailId, NoticeId, Time, UserId};
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_storage::{Notices, Result};
use sqlx::{FromRow, query, query_as};

use crate::columns::{Json, Millis, Number, Text, Word};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    ADD = "INSERT INTO notices (id, user_id, cause, kind, device, country, at, read_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
           ON CONFLICT (user_id, cause) DO NOTHING";
    FIND = "SELECT * FROM notices WHERE id = $1";
    LIST = "SELECT * FROM notices WHERE user_id = $1 ORDER BY at DESC, id DESC LIMIT $2";
    UNREAD = "SELECT COUNT(*) FROM notices WHERE user_id = $1 AND read_at IS NULL";
    READ = "UPDATE notices SET read_at = COALESCE(read_at, $3) WHERE id = $2 AND user_id = $1";
    READ_UNTIL = "UPDATE notices SET read_at = $2
                  WHERE user_id = $1 AND read_at IS NULL AND (at, id) <= ($3, $4)";
    ADD_MAIL = "INSERT INTO mails (id, notice_id, recipient, link, tries, due_at)
                VALUES ($1, $2, $3, $4, $5, $6)";
    CLAIM = "UPDATE mails SET tries = tries + 1, due_at = $2
             WHERE id = (SELECT id FROM mails
                         WHERE sent_at IS NULL AND given_up_at IS NULL AND due_at <= $1
                         ORDER BY due_at, id LIMIT 1)
             RETURNING id, notice_id, recipient, link, tries";
    SENT = "UPDATE mails SET sent_at = $2, given_up_at = NULL, link = NULL
            WHERE id = $1 AND sent_at IS NULL";
    FAILED = "UPDATE mails SET due_at = $3, given_up_at = $4,
                  link = CASE WHEN $4::BIGINT IS NULL THEN link END
              WHERE id = $1 AND tries = $2 AND sent_at IS NULL AND given_up_at IS NULL";
    NEXT = "SELECT MIN(due_at) FROM mails WHERE sent_at IS NULL AND given_up_at IS NULL";
    PURGE_SENT = "DELETE FROM mails WHERE sent_at < $1";
    PURGE_GIVEN_UP = "DELETE FROM mails WHERE given_up_at < $1";
}

#[derive(FromRow)]
struct NoticeRow {
    id: Word<NoticeId>,
    user_id: Word<UserId>,
    cause: String,
    kind: Json<NoticeKind>,
    device: Option<String>,
    country: Option<String>,
    at: Millis,
    read_at: Option<Millis>,
}

impl From<NoticeRow> for Notice {
    fn from(row: NoticeRow) -> Self {
        Self {
            id: row.id.0,
            user: row.user_id.0,
            cause: row.cause,
            kind: row.kind.0,
            device: row.device,
            country: row.country,
            at: row.at.0,
            read_at: row.read_at.map(|Millis(at)| at),
        }
    }
}

#[derive(FromRow)]
struct MailRow {
    id: Word<MailId>,
    notice_id: Word<NoticeId>,
    recipient: String,
    link: Option<Vec<u8>>,
    tries: Number,
}

impl From<MailRow> for Mail {
    fn from(row: MailRow) -> Self {
        Self { id: row.id.0, notice: row.notice_id.0, to: row.recipient, link: row.link, tries: row.tries.0 }
    }
}

#[async_trait::async_trait]
impl Notices for PostgresTransaction {
    async fn add_notice(&mut self, notice: &Notice) -> Result<bool> {
        let query = query(ADD)
            .bind(Word(notice.id))
            .bind(Word(notice.user))
            .bind(Text(&notice.cause))
            .bind(Json(&notice.kind))
            .bind(notice.device.as_deref().map(Text))
            .bind(notice.country.as_deref().map(Text))
            .bind(Millis(notice.at))
            .bind(notice.read_at.map(Millis));
        Ok(self.run("add_notice", query).await? == 1)
    }

    async fn notice(&mut self, id: NoticeId) -> Result<Option<Notice>> {
        let row: Option<NoticeRow> = self.find("notice", query_as(FIND).bind(Word(id))).await?;
        Ok(row.map(Notice::from))
    }

    async fn notices(&mut self, user: UserId, limit: u32) -> Result<Vec<Notice>> {
        let query = query_as(LIST).bind(Word(user)).bind(Number(limit));
        let rows: Vec<NoticeRow> = self.list("notices", query).await?;
        Ok(rows.into_iter().map(Notice::from).collect())
    }

    async fn unread_notices(&mut self, user: UserId) -> Result<u32> {
        let (Number(count),): (Number,) =
            self.get("unread_notices", query_as(UNREAD).bind(Word(user))).await?;
        Ok(count)
    }

    async fn read_notice(&mut self, user: UserId, id: NoticeId, now: Time) -> Result<bool> {
        let query = query(READ).bind(Word(user)).bind(Word(id)).bind(Millis(now));
        Ok(self.run("read_notice", query).await? == 1)
    }

    async fn read_notices_until(&mut self, user: UserId, id: NoticeId, now: Time) -> Result<bool> {
        let Some(last) = self.notice(id).await?.filter(|notice| notice.user == user) else {
            return Ok(false);
        };
        let query = query(READ_UNTIL).bind(Word(user)).bind(Millis(now)).bind(Millis(last.at)).bind(Word(id));
        self.run("read_notices_until", query).await?;
        Ok(true)
    }

    async fn add_mail(&mut self, mail: &Mail, now: Time) -> Result<()> {
        let query = query(ADD_MAIL)
            .bind(Word(mail.id))
            .bind(Word(mail.notice))
            .bind(Text(&mail.to))
            .bind(&mail.link)
            .bind(Number(mail.tries))
            .bind(Millis(now));
        self.run("add_mail", query).await?;
        Ok(())
    }

    async fn claim_mail(&mut self, now: Time, until: Time) -> Result<Option<Mail>> {
        let query = query_as(CLAIM).bind(Millis(now)).bind(Millis(until));
        let row: Option<MailRow> = self.find("claim_mail", query).await?;
        Ok(row.map(Mail::from))
    }

    async fn mail_sent(&mut self, id: MailId, now: Time) -> Result<()> {
        self.run("mail_sent", query(SENT).bind(Word(id)).bind(Millis(now))).await?;
        Ok(())
    }

    async fn mail_failed(&mut self, mail: &Mail, now: Time, next: Option<Time>) -> Result<bool> {
        let given_up = next.is_none().then_some(Millis(now));
        let query = query(FAILED)
            .bind(Word(mail.id))
            .bind(Number(mail.tries))
            .bind(Millis(next.unwrap_or(now)))
            .bind(given_up);
        Ok(self.run("mail_failed", query).await? == 1)
    }

    async fn next_mail(&mut self) -> Result<Option<Time>> {
        let (at,): (Option<Millis>,) = self.get("next_mail", query_as(NEXT)).await?;
        Ok(at.map(|Millis(at)| at))
    }

    async fn purge_mails(&mut self, before: Time) -> Result<u64> {
        let sent = self.run("purge_mails: sent", query(PURGE_SENT).bind(Millis(before))).await?;
        let given_up = self.run("purge_mails: given up", query(PURGE_GIVEN_UP).bind(Millis(before))).await?;
        Ok(sent + given_up)
    }
}
