//! What was noticed.

use std::collections::BTreeMap;
use std::sync::Arc;

use leasehold_domain::facts::Quality;
use leasehold_domain::signal::{Signal, SignalKind};
use leasehold_domain::{SignalId, UserId};

use super::fixtures::Fixtures;
use crate::{Result, Storage};

fn signal(make: &Fixtures, user: UserId, kind: SignalKind, at: i64) -> Signal {
    Signal {
        id: SignalId::generate(make.now, &make.entropy),
        kind,
        user,
        device: None,
        session: None,
        cause: "travel=NL>BR".to_owned(),
        quality: Quality::Observed,
        source: "leasehold".to_owned(),
        at: make.after(at),
        until: make.after(at + 100),
        values: BTreeMap::from([("km".to_owned(), 9_500), ("seconds".to_owned(), -1)]),
    }
}

/// Every field as it was, the newest first, of one person only, until its end.
///
/// # Errors
///
/// What the driver says.
pub async fn a_signal_comes_back_as_it_was(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let bram = make.user("bram", "Bram de Wit");
    let mut tx = storage.write().await?;
    tx.add_user(&bram).await?;
    let here = Signal {
        device: Some(scene.device.id),
        session: Some(scene.session.id),
        quality: Quality::Asserted,
        ..signal(&make, scene.user.id, SignalKind::ImpossibleTravel, 1)
    };
    let later = signal(&make, scene.user.id, SignalKind::NewDevice, 2);
    let other = signal(&make, bram.id, SignalKind::NewDevice, 3);
    for signal in [&here, &later, &other] {
        assert!(tx.add_signal(signal).await?);
    }
    assert_eq!(tx.signals(scene.user.id, make.after(100), 10).await?, [later.clone(), here]);
    assert_eq!(tx.signals(scene.user.id, make.after(101), 10).await?, [later]);
    Ok(())
}

/// What the same source says twice is noted once; another moment or subject is another signal.
///
/// # Errors
///
/// What the driver says.
pub async fn a_duplicate_changes_nothing(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let first = signal(&make, scene.user.id, SignalKind::WrongFactor, 1);
    let again = |change: fn(Signal) -> Signal| {
        change(Signal { id: SignalId::generate(make.now, &make.entropy), ..first.clone() })
    };
    let mut tx = storage.write().await?;
    assert!(tx.add_signal(&first).await?);
    assert!(!tx.add_signal(&again(|signal| signal)).await?);
    assert!(!tx.add_signal(&again(|signal| Signal { values: BTreeMap::new(), ..signal })).await?);
    assert!(tx.add_signal(&again(|signal| Signal { at: signal.until, ..signal })).await?);
    assert!(tx.add_signal(&again(|signal| Signal { source: "hr".into(), ..signal })).await?);
    let on_device = Signal { device: Some(scene.device.id), ..again(|signal| signal) };
    assert!(tx.add_signal(&on_device).await?);
    assert_eq!(tx.signals(scene.user.id, make.now, 10).await?.len(), 4);
    Ok(())
}

/// A flood of one kind on one subject leaves the others where they are.
///
/// # Errors
///
/// What the driver says.
pub async fn a_flood_pushes_nothing_out(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let mut tx = storage.write().await?;
    let first = signal(&make, scene.user.id, SignalKind::ImpossibleTravel, 0);
    tx.add_signal(&first).await?;
    for at in 1..30 {
        tx.add_signal(&signal(&make, scene.user.id, SignalKind::WrongFactor, at)).await?;
    }
    let found = tx.signals(scene.user.id, make.after(50), 5).await?;
    assert_eq!(found.len(), 6);
    assert_eq!(found[0].at, make.after(29));
    assert_eq!(found[5], first);
    Ok(())
}
