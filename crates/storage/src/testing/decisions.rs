//! Decisions that are kept.

use std::sync::Arc;

use leasehold_domain::{ClientId, DecisionId, UserId};

use super::fixtures::Fixtures;
use crate::{DecisionMode, KeptBecause, Result, Storage, StoredDecision};

/// A live one of that person, so many seconds after the moment of everything.
pub(super) fn decision(make: &Fixtures, user: UserId, at: i64) -> StoredDecision {
    StoredDecision {
        id: DecisionId::generate(make.after(at), &make.entropy),
        at: make.after(at),
        user,
        grant: None,
        client: ClientId::new("northbank"),
        policy_version: "0123456789abcdef".to_owned(),
        mode: DecisionMode::Live,
        because: KeptBecause::Sampled,
        // Neither the order of members nor spaces may change.
        facts: "{\"b\": 1, \"a\":\"Zoë\"}".to_owned(),
        decision: "{ }".to_owned(),
        took_us: 41,
    }
}

/// Every field as it was, byte for byte; live and shadow ones apart.
///
/// # Errors
///
/// What the driver says.
pub async fn a_decision_comes_back_as_it_was(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let plain = decision(&make, scene.user.id, 0);
    let full = StoredDecision {
        grant: Some(scene.grant.id),
        mode: DecisionMode::Shadow,
        because: KeptBecause::Changed,
        took_us: u32::MAX,
        ..decision(&make, scene.user.id, 0)
    };
    let mut tx = storage.write().await?;
    tx.add_decision(&plain).await?;
    tx.add_decision(&full).await?;
    assert_eq!(tx.decisions(DecisionMode::Live, (make.now, None), 10).await?, [plain]);
    assert_eq!(tx.decisions(DecisionMode::Shadow, (make.now, None), 10).await?, [full]);
    assert_eq!(tx.decisions(DecisionMode::Live, (make.after(1), None), 10).await?, []);
    Ok(())
}

/// Each once and in order, also where several are of one moment.
///
/// # Errors
///
/// What the driver says.
pub async fn decisions_are_read_in_pages(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let mut all: Vec<_> =
        [3, 1, 1, 1, 2, 0].into_iter().map(|at| decision(&make, scene.user.id, at)).collect();
    let mut tx = storage.write().await?;
    for one in &all {
        tx.add_decision(one).await?;
    }
    all.sort_by_key(|one| (one.at, one.id));
    let (mut after, mut read) = ((make.now, None), Vec::new());
    loop {
        let page = tx.decisions(DecisionMode::Live, after, 2).await?;
        assert!(page.len() <= 2);
        let Some(last) = page.last() else { break };
        after = (last.at, Some(last.id));
        read.extend(page);
    }
    assert_eq!(read, all);
    Ok(())
}

/// All of one person, none of another.
///
/// # Errors
///
/// What the driver says.
pub async fn the_decisions_of_a_person_are_erased(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let other = decision(&make, UserId::generate(make.now, &make.entropy), 0);
    let shadow = StoredDecision { mode: DecisionMode::Shadow, ..decision(&make, scene.user.id, 1) };
    let mut tx = storage.write().await?;
    for one in [&decision(&make, scene.user.id, 0), &shadow, &other] {
        tx.add_decision(one).await?;
    }
    assert_eq!(tx.erase_decisions(scene.user.id).await?, 2);
    assert_eq!(tx.decisions(DecisionMode::Live, (make.now, None), 10).await?, [other]);
    assert_eq!(tx.decisions(DecisionMode::Shadow, (make.now, None), 10).await?, []);
    Ok(())
}
