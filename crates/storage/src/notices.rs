use leasehold_domain::notice::{Mail, Notice};
use leasehold_domain::{MailId, NoticeId, Time, UserId};

use crate::Result;

/// What people are told, and the outbox of their mails. Both are written in the transaction of what they
/// tell of: neither exists without it, and neither is lost once it is committed.
#[async_trait::async_trait]
pub trait Notices {
    /// A new one; `false`, and nothing written, if this person was told of this cause before.
    async fn add_notice(&mut self, notice: &Notice) -> Result<bool>;
    /// By id.
    async fn notice(&mut self, id: NoticeId) -> Result<Option<Notice>>;
    /// A person's, the newest first.
    async fn notices(&mut self, user: UserId, limit: u32) -> Result<Vec<Notice>>;
    /// How many of a person's are unread.
    async fn unread_notices(&mut self, user: UserId) -> Result<u32>;
    /// Notes that a person saw one; `false` if it is not theirs.
    async fn read_notice(&mut self, user: UserId, id: NoticeId, now: Time) -> Result<bool>;
    /// Notes that a person saw one and all before it: what comes meanwhile stays unread. `false` if it is
    /// not theirs.
    async fn read_notices_until(&mut self, user: UserId, id: NoticeId, now: Time) -> Result<bool>;

    /// Puts a mail into the outbox, due at once.
    async fn add_mail(&mut self, mail: &Mail, now: Time) -> Result<()>;
    /// Takes the mail that is due for longest, counts the try, and keeps it from everybody else until
    /// `until`. Whoever took it and is never heard of again loses it then to another.
    async fn claim_mail(&mut self, now: Time, until: Time) -> Result<Option<Mail>>;
    /// Notes that a mail was handed over. Counts whoever says so, also after their claim ended.
    async fn mail_sent(&mut self, id: MailId, now: Time) -> Result<()>;
    /// Ends the claim of this try, and sets when to try again, or gives up. `false` if another try began
    /// meanwhile: its word counts.
    async fn mail_failed(&mut self, mail: &Mail, now: Time, next: Option<Time>) -> Result<bool>;
    /// When the next mail is due, or the next claim ends.
    async fn next_mail(&mut self) -> Result<Option<Time>>;
    /// Takes away what was sent or given up before then; returns how many.
    async fn purge_mails(&mut self, before: Time) -> Result<u64>;
}
