//! Holds and waivers.

use std::sync::Arc;

use leasehold_domain::facts::Quality;
use leasehold_domain::hold::{ClosedBy, Hold, HoldKind, Subject};
use leasehold_domain::waiver::{Origin, Waiver};
use leasehold_domain::{ClientId, FactorId, WaiverId};
use leasehold_oauth_types::Remedy;

use super::fixtures::{Fixtures, found};
use crate::{Result, Storage, StorageError};

/// With the narrowest and the widest subject, the oldest first.
///
/// # Errors
///
/// What the driver says.
pub async fn a_hold_comes_back_as_it_was(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let wide = make.hold(Subject::user(scene.user.id));
    let narrow = Hold {
        subject: Subject {
            user: scene.user.id,
            client: Some(ClientId::new("northbank")),
            device: Some(scene.device.id),
            session: Some(scene.session.id),
            grant: Some(scene.grant.id),
        },
        kind: HoldKind::Suspend,
        remedy: Remedy::Wait,
        quality: Quality::Asserted,
        opened_at: make.after(-1),
        until: Some(make.after(3600)),
        ..wide.clone()
    };
    let narrow = Hold { id: make.hold(narrow.subject.clone()).id, ..narrow };
    let mut tx = storage.write().await?;
    tx.add_hold(&wide).await?;
    tx.add_hold(&narrow).await?;
    assert_eq!(tx.hold(wide.id).await?.as_ref(), Some(&wide));
    assert_eq!(tx.open_holds(scene.user.id).await?, [narrow.clone(), wide]);
    tx.set_took(narrow.id, 42).await?;
    assert_eq!(found(tx.hold(narrow.id).await?)?.took_ms, Some(42));
    Ok(())
}

/// The first closing stays; an open hold cannot be written as a closing.
///
/// # Errors
///
/// What the driver says.
pub async fn a_hold_closes_once(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let hold = make.hold(Subject::user(scene.user.id));
    let refused = |_| StorageError::inconsistent("not closed by that");
    let closed = hold.clone().close(ClosedBy::Remedy, make.after(1)).map_err(refused)?;
    let again = hold.clone().close(ClosedBy::Admin, make.after(2)).map_err(refused)?;
    let mut tx = storage.write().await?;
    tx.add_hold(&hold).await?;
    assert!(tx.close_hold(&hold).await.is_err());
    assert!(tx.close_hold(&closed).await?);
    assert!(!tx.close_hold(&again).await?);
    assert_eq!(tx.hold(hold.id).await?, Some(closed));
    assert!(tx.open_holds(scene.user.id).await?.is_empty());
    Ok(())
}

/// A waiver is listed until its end and not at it.
///
/// # Errors
///
/// What the driver says.
pub async fn a_waiver_ends_at_its_time(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let waiver = Waiver {
        id: WaiverId::generate(make.now, &make.entropy),
        user: scene.user.id,
        session: Some(scene.session.id),
        device: scene.device.id,
        rule: "left_region".to_owned(),
        cause: "country=BR".to_owned(),
        evidence: Some(FactorId::generate(make.now, &make.entropy)),
        given_by: Origin { session: scene.session.id, device: scene.device.id },
        created_at: make.now,
        until: make.after(60),
    };
    let everywhere = Waiver {
        id: WaiverId::generate(make.now, &make.entropy),
        session: None,
        evidence: None,
        created_at: make.after(1),
        until: make.after(90),
        ..waiver.clone()
    };
    let mut tx = storage.write().await?;
    tx.add_waiver(&everywhere).await?;
    tx.add_waiver(&waiver).await?;
    assert_eq!(tx.waivers(scene.user.id, make.after(59)).await?, [waiver, everywhere.clone()]);
    assert_eq!(tx.waivers(scene.user.id, make.after(60)).await?, [everywhere]);
    Ok(())
}

/// The waivers that were given on a device end together; others of the same person stay.
///
/// # Errors
///
/// What the driver says.
pub async fn waivers_end_with_the_device_that_gave_them(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let elsewhere = Origin { session: scene.session.id, device: make.device().id };
    let waiver = |given_by| Waiver {
        id: WaiverId::generate(make.now, &make.entropy),
        user: scene.user.id,
        session: None,
        device: scene.device.id,
        rule: "left_region".to_owned(),
        cause: "country=BR".to_owned(),
        evidence: Some(FactorId::generate(make.now, &make.entropy)),
        given_by,
        created_at: make.now,
        until: make.after(60),
    };
    let (given_here, given_elsewhere) =
        (waiver(Origin { device: scene.device.id, ..elsewhere }), waiver(elsewhere));
    let mut tx = storage.write().await?;
    tx.add_waiver(&given_here).await?;
    tx.add_waiver(&given_elsewhere).await?;
    tx.end_waivers(scene.user.id, elsewhere.device, make.after(10)).await?;
    assert_eq!(tx.waivers(scene.user.id, make.after(10)).await?, [given_here]);
    Ok(())
}
