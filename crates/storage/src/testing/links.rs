//! One-time links.

use std::sync::Arc;

use leasehold_domain::user::Role;

use super::fixtures::{Fixtures, found};
use crate::{Link, LinkPurpose, Result, Storage};

pub(super) fn first_admin(make: &Fixtures) -> Link {
    Link {
        hash: make.hash(),
        purpose: LinkPurpose::FirstAdmin,
        expires_at: make.after(900),
        used_at: None,
        user: None,
    }
}

fn new_user(make: &Fixtures, username: &str, role: Role) -> Link {
    let (username, name) = (username.to_owned(), username.to_uppercase());
    Link { purpose: LinkPurpose::NewUser { username, name, role }, ..first_admin(make) }
}

/// For the same purpose and person only; used ones stay known (checklist ML-6).
///
/// # Errors
///
/// What the driver says.
pub async fn a_new_link_cancels_the_older(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let (used, older, newer) = (first_admin(&make), first_admin(&make), first_admin(&make));
    let (alice, bram) = (new_user(&make, "alice", Role::User), new_user(&make, "bram", Role::User));
    let alice_again = new_user(&make, "alice", Role::Admin);
    let (user, laptop, phone) = (make.user("carla", "Carla").id, make.device().id, make.device().id);
    let confirming =
        |device| Link { purpose: LinkPurpose::ConfirmDevice { user, device }, ..first_admin(&make) };
    let (of_laptop, of_phone, of_laptop_again) = (confirming(laptop), confirming(phone), confirming(laptop));
    let mut tx = storage.write().await?;
    tx.add_link(&used).await?;
    assert!(tx.use_link(used.hash, None, make.now).await?);
    for link in [&alice, &bram, &older, &newer, &alice_again, &of_laptop, &of_phone, &of_laptop_again] {
        tx.add_link(link).await?;
    }
    for cancelled in [&older, &alice, &of_laptop] {
        assert!(tx.link(cancelled.hash).await?.is_none());
        assert!(!tx.use_link(cancelled.hash, None, make.now).await?);
    }
    for live in [&used, &newer, &bram, &alice_again, &of_phone, &of_laptop_again] {
        assert_eq!(found(tx.link(live.hash).await?)?.purpose, live.purpose);
    }
    Ok(())
}

/// A link works until its end and not at it, and notes for whom it was used.
///
/// # Errors
///
/// What the driver says.
pub async fn a_link_ends_at_its_time(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let link = new_user(&make, "bram", Role::User);
    let mut tx = storage.write().await?;
    tx.add_link(&link).await?;
    assert!(!tx.use_link(link.hash, None, link.expires_at).await?);
    assert!(tx.use_link(link.hash, Some(scene.user.id), make.after(899)).await?);
    assert!(!tx.use_link(link.hash, None, make.after(899)).await?);
    let used = found(tx.link(link.hash).await?)?;
    assert_eq!((used.used_at, used.user), (Some(make.after(899)), Some(scene.user.id)));
    Ok(())
}
