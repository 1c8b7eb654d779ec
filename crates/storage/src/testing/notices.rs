//! What people are told, and the outbox of their mails.

use std::sync::Arc;

use leasehold_domain::notice::{Mail, Notice};
use leasehold_domain::{MailId, NoticeId, UserId};
use leasehold_oauth_types::notice::{NoticeKind, NoticedFactor};

use super::fixtures::{Fixtures, found};
use super::parallel::winners_of_100;
use crate::{Result, Storage};

fn notice(make: &Fixtures, user: UserId, cause: &str, after: i64) -> Notice {
    Notice {
        id: NoticeId::generate(make.after(after), &make.entropy),
        user,
        cause: cause.to_owned(),
        kind: NoticeKind::FactorAdded {
            factor: NoticedFactor::Passkey,
            name: "Zoë's “key”\u{202e}".to_owned(),
        },
        device: Some("Firefox on Linux".to_owned()),
        country: Some("NL".to_owned()),
        at: make.after(after),
        read_at: None,
    }
}

fn mail(make: &Fixtures, notice: &Notice) -> Mail {
    let id = MailId::generate(make.now, &make.entropy);
    Mail { id, notice: notice.id, to: "alice@example.org".to_owned(), link: None, tries: 0 }
}

/// The newest first, every field as it was, of one person only.
///
/// # Errors
///
/// What the driver says.
pub async fn a_notice_comes_back_as_it_was(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let bram = make.user("bram", "Bram de Wit");
    let mut tx = storage.write().await?;
    tx.add_user(&bram).await?;
    let bare = Notice { device: None, country: None, ..notice(&make, scene.user.id, "b", 2) };
    let first = notice(&make, scene.user.id, "a", 1);
    for notice in [&first, &bare, &notice(&make, bram.id, "a", 3)] {
        assert!(tx.add_notice(notice).await?);
    }
    assert_eq!(tx.notices(scene.user.id, 10).await?, [bare.clone(), first.clone()]);
    assert_eq!(tx.notices(scene.user.id, 1).await?, [bare]);
    assert_eq!(found(tx.notice(first.id).await?)?, first);
    Ok(())
}

/// The same cause is told once, also when two say it at once; another person's same cause is another.
///
/// # Errors
///
/// What the driver says.
pub async fn a_cause_is_told_once(storage: Arc<impl Storage + 'static>) -> Result<()> {
    let make = Arc::new(Fixtures::default());
    let user = make.scene(&storage).await?.user.id;
    let winners = winners_of_100(|| {
        let (storage, make) = (Arc::clone(&storage), Arc::clone(&make));
        async move {
            let mut tx = storage.write().await?;
            let added = tx.add_notice(&notice(&make, user, "device_new:1", 0)).await?;
            tx.commit().await?;
            Ok(added)
        }
    });
    assert_eq!(winners.await?, 1);
    assert_eq!(storage.read().await?.notices(user, 10).await?.len(), 1);
    Ok(())
}

/// One, or one and all before it; never somebody else's, and never what came after the one that was seen.
///
/// # Errors
///
/// What the driver says.
pub async fn reading_marks_what_was_seen(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let user = make.scene(&storage).await?.user.id;
    let bram = make.user("bram", "Bram de Wit");
    let mut tx = storage.write().await?;
    tx.add_user(&bram).await?;
    let all: Vec<Notice> = (0..4).map(|n| notice(&make, user, &format!("cause {n}"), n)).collect();
    for notice in &all {
        tx.add_notice(notice).await?;
    }
    assert!(!tx.read_notice(bram.id, all[0].id, make.after(9)).await?);
    assert!(!tx.read_notices_until(bram.id, all[3].id, make.after(9)).await?);
    assert_eq!(tx.unread_notices(user).await?, 4);
    assert!(tx.read_notice(user, all[1].id, make.after(9)).await?);
    assert!(tx.read_notice(user, all[1].id, make.after(10)).await?, "twice is no error");
    assert_eq!(found(tx.notice(all[1].id).await?)?.read_at, Some(make.after(9)));
    assert!(tx.read_notices_until(user, all[2].id, make.after(11)).await?);
    let unread: Vec<_> =
        tx.notices(user, 10).await?.into_iter().filter(|one| one.read_at.is_none()).collect();
    assert_eq!(unread, all[3..]);
    assert_eq!(tx.unread_notices(user).await?, 1);
    Ok(())
}

/// A notice and its mail exist with what they tell of, or not at all.
///
/// # Errors
///
/// What the driver says.
pub async fn a_dropped_change_tells_nobody(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let user = make.scene(&storage).await?.user.id;
    let told = notice(&make, user, "dropped", 0);
    let mut tx = storage.write().await?;
    tx.add_notice(&told).await?;
    tx.add_mail(&mail(&make, &told), make.now).await?;
    drop(tx);
    let mut tx = storage.write().await?;
    assert!(tx.notices(user, 10).await?.is_empty());
    assert_eq!(tx.next_mail().await?, None);
    assert_eq!(tx.claim_mail(make.now, make.after(60)).await?, None);
    Ok(())
}

/// While a claim lives, nobody else gets the mail: not one of a hundred.
///
/// # Errors
///
/// What the driver says.
pub async fn one_of_many_claims_a_mail(storage: Arc<impl Storage + 'static>) -> Result<()> {
    let make = Fixtures::default();
    let user = make.scene(&storage).await?.user.id;
    let told = notice(&make, user, "once", 0);
    let mut tx = storage.write().await?;
    tx.add_notice(&told).await?;
    tx.add_mail(&mail(&make, &told), make.now).await?;
    tx.commit().await?;
    let (now, until) = (make.now, make.after(300));
    let winners = winners_of_100(|| {
        let storage = Arc::clone(&storage);
        async move {
            let mut tx = storage.write().await?;
            let claimed = tx.claim_mail(now, until).await?.is_some();
            tx.commit().await?;
            Ok(claimed)
        }
    });
    assert_eq!(winners.await?, 1);
    Ok(())
}

/// A claim that ends without a word gives the mail, the same one, to the next; only the latest try may say
/// that it failed, but any that it was sent.
///
/// # Errors
///
/// What the driver says.
pub async fn a_lost_claim_is_taken_over(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let user = make.scene(&storage).await?.user.id;
    let (told, other) = (notice(&make, user, "a", 0), notice(&make, user, "b", 1));
    let (first, second) = (mail(&make, &told), mail(&make, &other));
    let mut tx = storage.write().await?;
    tx.add_notice(&told).await?;
    tx.add_notice(&other).await?;
    tx.add_mail(&first, make.now).await?;
    tx.add_mail(&second, make.after(1)).await?;
    assert_eq!(tx.next_mail().await?, Some(make.now));

    let claimed = found(tx.claim_mail(make.after(2), make.after(300)).await?)?;
    assert_eq!(claimed, Mail { tries: 1, ..first.clone() });
    let claimed_second = found(tx.claim_mail(make.after(2), make.after(310)).await?)?;
    assert_eq!(claimed_second.id, second.id);
    assert_eq!(tx.claim_mail(make.after(299), make.after(600)).await?, None);
    assert_eq!(tx.next_mail().await?, Some(make.after(300)));

    let again = found(tx.claim_mail(make.after(300), make.after(600)).await?)?;
    assert_eq!(again, Mail { tries: 2, ..first.clone() });
    assert!(!tx.mail_failed(&claimed, make.after(301), None).await?, "another try has begun");
    assert!(tx.mail_failed(&again, make.after(301), Some(make.after(400))).await?);
    tx.mail_sent(claimed_second.id, make.after(302)).await?;
    assert_eq!(tx.next_mail().await?, Some(make.after(400)));
    let last = found(tx.claim_mail(make.after(400), make.after(500)).await?)?;
    assert_eq!(last, Mail { tries: 3, ..first.clone() });
    tx.mail_sent(claimed.id, make.after(401)).await?;
    assert!(!tx.mail_failed(&last, make.after(402), None).await?, "sent is sent");
    assert_eq!(tx.claim_mail(make.after(9000), make.after(9001)).await?, None);
    Ok(())
}

/// A sealed link comes along with every try.
///
/// # Errors
///
/// What the driver says.
pub async fn a_mail_carries_its_link(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let user = make.scene(&storage).await?.user.id;
    let told = notice(&make, user, "a", 0);
    let linked = Mail { link: Some(vec![0, 1, 255]), ..mail(&make, &told) };
    let mut tx = storage.write().await?;
    tx.add_notice(&told).await?;
    tx.add_mail(&linked, make.now).await?;
    let claimed = found(tx.claim_mail(make.now, make.after(10)).await?)?;
    assert_eq!(claimed, Mail { tries: 1, ..linked.clone() });
    assert!(tx.mail_failed(&claimed, make.after(1), Some(make.after(20))).await?);
    let again = found(tx.claim_mail(make.after(20), make.after(30)).await?)?;
    assert_eq!(again, Mail { tries: 2, ..linked });
    Ok(())
}

/// What was sent or given up goes away at its time, what is on its way never.
///
/// # Errors
///
/// What the driver says.
pub async fn only_what_is_done_is_purged(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let user = make.scene(&storage).await?.user.id;
    let mut tx = storage.write().await?;
    let mut mails = Vec::new();
    for cause in ["sent", "given up", "waiting"] {
        let told = notice(&make, user, cause, 0);
        tx.add_notice(&told).await?;
        let mail = mail(&make, &told);
        tx.add_mail(&mail, make.now).await?;
        mails.push(mail);
    }
    tx.mail_sent(mails[0].id, make.after(10)).await?;
    assert!(tx.mail_failed(&mails[1], make.after(10), None).await?);
    assert_eq!(tx.purge_mails(make.after(10)).await?, 0);
    assert_eq!(tx.purge_mails(make.after(11)).await?, 2);
    assert_eq!(found(tx.claim_mail(make.after(11), make.after(12)).await?)?.id, mails[2].id);
    assert_eq!(tx.claim_mail(make.after(11), make.after(12)).await?, None);
    assert_eq!(tx.notices(user, 10).await?.len(), 3, "the notices stay");
    Ok(())
}
