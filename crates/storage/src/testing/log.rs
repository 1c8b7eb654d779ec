//! The revocation log.

use std::sync::Arc;

use leasehold_domain::hold::{ClosedBy, Subject};
use leasehold_domain::log::{Change, Commitment, Initiator, LogEntry};
use leasehold_domain::sealed::MasterKey;
use leasehold_domain::{ClientId, UserId};
use leasehold_oauth_types::Remedy;

use super::fixtures::{Fixtures, found, scopes};
use crate::{LogFilter, Result, Storage, StorageError};

fn entry(make: &Fixtures, user: UserId, rule: &str) -> LogEntry {
    let facts = serde_json::json!({ "country": "BR", "now": 1 });
    LogEntry {
        at: make.now,
        subject: Subject::user(user),
        change: Change::HoldOpened,
        before: scopes("accounts.read payments.write"),
        after: scopes("accounts.read"),
        rule: rule.to_owned(),
        policy_version: Some("v1".to_owned()),
        cause: Some("country=BR".to_owned()),
        initiator: Initiator::Policy,
        remedy: Some(Remedy::StepUp),
        hold: None,
        commitment: Commitment::to_facts(&facts, &MasterKey::new([7; 32]), &make.entropy),
        facts,
    }
}

const fn all() -> LogFilter {
    LogFilter { user: None, person: None, rule: None, initiator: None, before: None, limit: 100 }
}

/// Facts and commitment still match; the newest comes first.
///
/// # Errors
///
/// What the driver says.
pub async fn an_entry_comes_back_as_it_was(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let full = LogEntry {
        subject: Subject {
            user: scene.user.id,
            client: Some(ClientId::new("northbank")),
            device: Some(scene.device.id),
            session: Some(scene.session.id),
            grant: Some(scene.grant.id),
        },
        ..entry(&make, scene.user.id, "left_region")
    };
    let bare = LogEntry {
        policy_version: None,
        cause: None,
        remedy: None,
        after: scopes(""),
        ..entry(&make, scene.user.id, "consent")
    };
    let mut dropped = storage.write().await?;
    dropped.append(&full).await?;
    drop(dropped);
    let mut tx = storage.write().await?;
    let first = tx.append(&full).await?;
    let second = tx.append(&bare).await?;
    assert_eq!((first, second), (1, 2), "no gap, whatever was dropped");
    let stored = tx.log(&all()).await?;
    assert_eq!(stored.iter().map(|record| record.seq).collect::<Vec<_>>(), [second, first]);
    assert_eq!(stored.iter().map(|record| &record.entry).collect::<Vec<_>>(), [&bare, &full]);
    for record in &stored {
        assert!(record.entry.commitment.matches(&record.entry.facts, &MasterKey::new([7; 32])));
    }
    Ok(())
}

/// By person, rule, initiator and number; the count looks at neither number nor limit.
///
/// # Errors
///
/// What the driver says.
pub async fn filters_narrow(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let alice = make.scene(&storage).await?.user.id;
    let zoe = make.user("zoe", "Zoë Élan");
    let mut tx = storage.write().await?;
    tx.add_user(&zoe).await?;
    let by_person = LogEntry { initiator: Initiator::User, ..entry(&make, zoe.id, "left_region") };
    let mut seqs = Vec::new();
    for entry in [entry(&make, alice, "left_region"), entry(&make, alice, "new_device"), by_person] {
        seqs.push(tx.append(&entry).await?);
    }
    let [one, two, three] = seqs[..] else { return Err(StorageError::inconsistent("three entries")) };
    let named = |name: &str| LogFilter { person: Some(name.to_owned()), ..all() };
    let ruled = |rule: &str| LogFilter { rule: Some(rule.to_owned()), ..all() };
    let cases = [
        (all(), vec![three, two, one]),
        (LogFilter { user: Some(alice), ..all() }, vec![two, one]),
        (named("VISS"), vec![two, one]),
        (named("ALICE"), vec![two, one]),
        (named("éLAN"), vec![three]),
        (named("nobody"), vec![]),
        (ruled("left_region"), vec![three, one]),
        (LogFilter { user: Some(alice), ..ruled("left_region") }, vec![one]),
        (LogFilter { initiator: Some("user".to_owned()), ..all() }, vec![three]),
    ];
    for (filter, expected) in cases {
        let listed: Vec<i64> = tx.log(&filter).await?.iter().map(|record| record.seq).collect();
        assert_eq!(listed, expected, "{filter:?}");
        assert_eq!(tx.log_count(&filter).await?, i64::try_from(expected.len()).unwrap_or(-1));
    }
    let page = LogFilter { before: Some(three), limit: 1, ..all() };
    let listed: Vec<i64> = tx.log(&page).await?.iter().map(|record| record.seq).collect();
    assert_eq!((listed, tx.log_count(&page).await?), (vec![two], 3));
    Ok(())
}

/// A name that is typed as `%` is looked for as `%`.
///
/// # Errors
///
/// What the driver says.
pub async fn wildcards_stand_for_themselves(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let plain = make.scene(&storage).await?.user.id;
    let odd = make.user("odd", r"50%_of\it'");
    let mut tx = storage.write().await?;
    tx.add_user(&odd).await?;
    tx.append(&entry(&make, plain, "left_region")).await?;
    tx.append(&entry(&make, odd.id, "left_region")).await?;
    for name in ["%", "_", r"\", "%_", "'"] {
        let filter = LogFilter { person: Some(name.to_owned()), ..all() };
        assert_eq!(tx.log_count(&filter).await?, 1, "{name}");
    }
    Ok(())
}

/// When its hold was closed and how long withdrawing took, though the entry itself is never altered.
///
/// # Errors
///
/// What the driver says.
pub async fn an_entry_tells_what_became_of_its_hold(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let hold = make.hold(Subject::user(scene.user.id));
    let opened = LogEntry { hold: Some(hold.id), ..entry(&make, scene.user.id, "left_region") };
    let closed = LogEntry { change: Change::HoldClosed, ..opened.clone() };
    let mut tx = storage.write().await?;
    tx.add_hold(&hold).await?;
    tx.append(&opened).await?;
    let record = found(tx.log(&all()).await?.pop())?;
    assert_eq!((record.closed_at, record.took_ms), (None, None));

    tx.set_took(hold.id, 17).await?;
    let done = hold.close(ClosedBy::Remedy, make.after(5));
    assert!(tx.close_hold(&done.map_err(|_| StorageError::inconsistent("not closed"))?).await?);
    tx.append(&closed).await?;
    let [closing, opening] = &tx.log(&all()).await?[..] else {
        return Err(StorageError::inconsistent("two entries"));
    };
    assert_eq!((opening.closed_at, opening.took_ms), (Some(make.after(5)), Some(17)));
    assert_eq!((closing.closed_at, closing.took_ms), (Some(make.after(5)), None));
    Ok(())
}

/// What was known about one person is gone, the entries and their commitments stay; of others, and of what an
/// administrator did to the policy, nothing is.
///
/// # Errors
///
/// What the driver says.
pub async fn the_facts_of_a_person_are_erased(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let (one, other) = (UserId::generate(make.now, &make.entropy), UserId::generate(make.now, &make.entropy));
    let act = LogEntry { change: Change::PolicyChanged, ..entry(&make, one, "policy_asked") };
    let mut tx = storage.write().await?;
    for entry in [&entry(&make, one, "left_region"), &entry(&make, other, "left_region"), &act] {
        tx.append(entry).await?;
    }
    let before = tx.log(&all()).await?;
    assert_eq!(tx.erase_log_facts(one).await?, 1);
    assert_eq!(tx.erase_log_facts(one).await?, 0);
    let after = tx.log(&all()).await?;
    assert_eq!(after.len(), 3);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before.entry.commitment.digest, after.entry.commitment.digest);
        let erased = before.entry.subject.user == one && before.entry.change != Change::PolicyChanged;
        assert_eq!(after.entry.facts.is_null(), erased);
        assert!(erased || before.entry == after.entry);
    }
    Ok(())
}
