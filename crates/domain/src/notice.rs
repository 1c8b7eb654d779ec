//! Notices: what a person is told about their account, in their pages and by mail.

use chrono::Duration;
use leasehold_oauth_types::notice::NoticeKind;

use crate::{MailId, NoticeId, Time, UserId};

/// Something a person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// Who is told.
    pub user: UserId,
    /// What happened, so that the same cause is told once.
    pub cause: String,
    /// What happened, for whoever words it.
    pub kind: NoticeKind,
    /// Name of the device on which it happened.
    pub device: Option<String>,
    /// Country (ISO 3166 alpha-2) in which it happened, as we saw it.
    pub country: Option<String>,
    /// When it happened.
    pub at: Time,
    /// When the person saw it.
    pub read_at: Option<Time>,
}

/// A notice on its way to a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its id; the Message-ID is made of it, so that a mail sent twice is one mail to who receives it
    /// (RFC 5322 section 3.6.4).
    pub id: MailId,
    /// What it tells.
    pub notice: NoticeId,
    /// The address that the person had when it happened: whoever changes it afterwards does not divert it.
    pub to: String,
    /// The token of its one-time link, sealed for [`Self::LINK`] and this id, until it is handed over.
    pub link: Option<Vec<u8>>,
    /// How often delivery was begun. Names the attempt: only the latest may say that it failed.
    pub tries: u32,
}

impl Mail {
    /// Purpose of the key that links in the outbox are sealed with.
    pub const LINK: &str = "mail-link";

    /// How long such a link works. Handed over later, it would only disappoint.
    pub const LINK_LIFETIME: Duration = Duration::minutes(15);

    /// How long delivery is tried.
    pub const PATIENCE: Duration = Duration::days(2);

    /// When to try again after this many tries failed; `None` once it is no use any more.
    #[must_use]
    pub fn next_try(tries: u32, written: Time, now: Time) -> Option<Time> {
        let wait = match tries {
            0 | 1 => Duration::minutes(1),
            2 => Duration::minutes(5),
            3 => Duration::minutes(30),
            4 => Duration::hours(2),
            _ => Duration::hours(6),
        };
        let next = now + wait;
        (next <= written + Self::PATIENCE).then_some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::at_seconds;

    #[test]
    fn delivery_is_tried_ever_more_rarely_and_for_two_days() {
        let written = at_seconds(0);
        let (mut now, mut waits) = (written, Vec::new());
        for tries in 1.. {
            let Some(next) = Mail::next_try(tries, written, now) else { break };
            waits.push((next - now).num_minutes());
            now = next;
        }
        assert_eq!(waits[..6], [1, 5, 30, 120, 360, 360]);
        assert!(written + Duration::hours(40) < now && now <= written + Mail::PATIENCE, "{now}");
    }
}
