use std::collections::BTreeSet;
use std::sync::Arc;

use leasehold_notify::{LocalOutbox, MailError, Mailer as _};
use leasehold_storage::Storage as _;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::support::{Office, Script};

#[tokio::test]
async fn no_mail_is_lost_and_repeats_keep_their_message_id() {
    let office = Office::open().await;
    let mails = [office.write("a").await, office.write("b").await];
    // A postman that takes the first and is never heard of again: killed between sending and noting it.
    let mut tx = office.storage.write().await.unwrap();
    let now = leasehold_domain::Clock::now(office.clock.as_ref());
    let lost = tx.claim_mail(now, now + chrono::Duration::minutes(10)).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let outbox = Arc::new(LocalOutbox::default());
    let word = office.postman(outbox.clone());
    assert!(word.deliver_one().await.unwrap());
    assert!(!word.deliver_one().await.unwrap(), "the claim of the lost one lives");
    assert_eq!(outbox.letters().len(), 1);

    // Another server, that answers nothing twice.
    let script = Script::failing(2, MailError::Unreachable);
    let postman = office.postman(script.clone());
    for (minutes, given) in [(9, 0), (1, 1), (4, 1), (1, 2), (29, 2), (1, 3), (600, 3)] {
        office.later(minutes);
        while postman.deliver_one().await.unwrap() {}
        assert_eq!(script.given(), given, "after {minutes} more minutes");
    }
    let given = script.given.lock().unwrap().clone();
    let names: BTreeSet<_> = given.iter().map(|letter| letter.message_id.clone()).collect();
    assert_eq!(names, BTreeSet::from([format!("<{}@auth.example.org>", lost.id)]));
    assert!(given.iter().all(|letter| *letter == given[0]), "the same mail, word for word");
    let delivered = [outbox.letters()[0].message_id.clone(), given[0].message_id.clone()];
    assert_eq!(BTreeSet::from(delivered), mails.map(|mail| format!("<{}@auth.example.org>", mail.id)).into());
}

#[tokio::test]
async fn a_mail_that_cannot_be_handed_over_is_given_up_after_two_days() {
    let office = Office::open().await;
    office.write("a").await;
    let script = Script::failing(1000, MailError::Answered(451));
    let postman = office.postman(script.clone());
    for _ in 0..4 * 24 * 6 {
        while postman.deliver_one().await.unwrap() {}
        office.later(10);
    }
    let tries = script.given();
    assert!((8..20).contains(&tries), "{tries}");
    assert_eq!(office.storage.read().await.unwrap().next_mail().await.unwrap(), None);
}

/// It is opened for its letter alone; moved to another mail it opens for nobody, and late it is not sent.
#[tokio::test]
async fn a_link_is_sealed_until_it_is_handed_over_in_time() {
    let office = Office::open().await;
    let script = Script::failing(1, MailError::Unreachable);
    let postman = office.postman(script.clone());
    let other = office.write("another").await;
    while postman.deliver_one().await.unwrap() {}
    office.later(1);
    while postman.deliver_one().await.unwrap() {}
    let before = script.given();
    office.write_linked("moved", "lhl_moved", Some(other.id)).await;
    office.write_linked("good", "lhl_good", None).await;
    while postman.deliver_one().await.unwrap() {}
    let letters = script.given.lock().unwrap().clone();
    assert_eq!(letters.len(), before + 1);
    assert!(letters[before].text.contains("https://auth.example.org/confirm-device/lhl_good\n"));

    let down = Script::failing(100, MailError::Unreachable);
    let postman = office.postman(down.clone());
    office.write_linked("late", "lhl_late", None).await;
    for _ in 0..20 {
        while postman.deliver_one().await.unwrap() {}
        office.later(5);
    }
    assert_eq!(down.given(), 3, "at once, after one minute and after five; the next would be late");
    assert_eq!(office.storage.read().await.unwrap().next_mail().await.unwrap(), None, "given up");
}

#[tokio::test]
async fn an_address_that_is_none_is_given_up_at_once_and_holds_up_nobody() {
    let office = Office::open().await;
    office.write("a").await;
    office.later(1);
    office.write("b").await;
    let script = Script::failing(1, MailError::Address);
    let postman = office.postman(script.clone());
    while postman.deliver_one().await.unwrap() {}
    assert_eq!(script.given(), 2);
    assert_eq!(office.storage.read().await.unwrap().next_mail().await.unwrap(), None);
}

#[tokio::test]
async fn a_dropped_transaction_sends_nothing() {
    let office = Office::open().await;
    let mut tx = office.storage.write().await.unwrap();
    office.write_in(tx.as_mut(), "a").await;
    drop(tx);
    let script = Script::failing(0, MailError::Unreachable);
    assert!(!office.postman(script.clone()).deliver_one().await.unwrap());
    assert_eq!(script.given(), 0);
}

#[tokio::test]
async fn the_postman_wakes_when_something_is_written_and_stops_when_told() {
    let office = Office::open().await;
    let outbox = Arc::new(LocalOutbox::default());
    let (postman, written, ending) =
        (office.postman(outbox.clone()), Arc::new(Notify::new()), CancellationToken::new());
    let work = tokio::spawn({
        let (written, ending) = (Arc::clone(&written), ending.clone());
        async move { postman.run(&written, ending).await }
    });
    for cause in ["a", "b"] {
        let before = outbox.letters().len();
        office.write(cause).await;
        written.notify_one();
        while outbox.letters().len() == before {
            tokio::task::yield_now().await;
        }
    }
    ending.cancel();
    work.await.unwrap();
    assert_eq!(outbox.letters().len(), 2);
}

#[tokio::test]
async fn the_local_outbox_holds_one_of_each_and_not_without_end() {
    let office = Office::open().await;
    let script = Script::failing(0, MailError::Unreachable);
    let postman = office.postman(script.clone());
    for n in 0..120 {
        office.write(&n.to_string()).await;
        postman.deliver_one().await.unwrap();
    }
    let outbox = LocalOutbox::default();
    let given = script.given.lock().unwrap().clone();
    for letter in given.iter().chain(&given[100..]) {
        outbox.send(letter).await.unwrap();
    }
    let kept = outbox.letters();
    assert_eq!(kept.len(), 100);
    assert_eq!(kept[0], given[119]);
}
