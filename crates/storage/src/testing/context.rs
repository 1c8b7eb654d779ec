//! What is known of people and devices between requests.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::Duration;
use leasehold_domain::facts::PostureFact;
use leasehold_domain::grant::{Grant, GrantEnd, GrantEndReason};

use super::fixtures::Fixtures;
use super::purge::all;
use crate::{PurgeBefore, Result, ScopeUse, Storage};

/// One text by name and person.
///
/// # Errors
///
/// What the driver says.
pub async fn a_profile_is_replaced(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let mut tx = storage.write().await?;
    tx.put_profile(scene.user.id, "behaviour", "{}").await?;
    tx.put_profile(scene.user.id, "stops", "[]").await?;
    tx.put_profile(scene.user.id, "behaviour", "{\"a\": \"Zoë\"}").await?;
    assert_eq!(tx.profile(scene.user.id, "behaviour").await?.as_deref(), Some("{\"a\": \"Zoë\"}"));
    assert_eq!(tx.profile(scene.user.id, "stops").await?.as_deref(), Some("[]"));
    assert_eq!(tx.profile(scene.user.id, "else").await?, None);
    Ok(())
}

/// Each source has one word, the newest it said; only that source takes it back.
///
/// # Errors
///
/// What the driver says.
pub async fn a_posture_is_its_sources_newest_word(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let said = |source: &str, compliant, at| PostureFact {
        source: source.to_owned(),
        compliant,
        at: make.after(at),
        until: compliant.then(|| make.after(at + 10)),
    };
    let mut tx = storage.write().await?;
    assert!(tx.put_posture(scene.device.id, &said("mdm", false, 5), make.after(9)).await?);
    assert!(tx.put_posture(scene.device.id, &said("antivirus", true, 1), make.after(9)).await?);
    assert!(
        !tx.put_posture(scene.device.id, &said("mdm", true, 4), make.after(9)).await?,
        "older than what is known"
    );
    assert_eq!(tx.postures(scene.device.id).await?, [said("antivirus", true, 1), said("mdm", false, 5)]);
    assert!(tx.put_posture(scene.device.id, &said("mdm", true, 6), make.after(9)).await?);
    assert!(tx.clear_posture(scene.device.id, "antivirus").await?);
    assert!(!tx.clear_posture(scene.device.id, "antivirus").await?);
    assert_eq!(tx.postures(scene.device.id).await?, [said("mdm", true, 6)]);
    // Our clock was ahead when that was said, and is right again.
    assert!(tx.put_posture(scene.device.id, &said("mdm", false, 3), make.after(3)).await?);
    assert_eq!(tx.postures(scene.device.id).await?, [said("mdm", false, 3)]);
    Ok(())
}

/// Given once, taken once.
///
/// # Errors
///
/// What the driver says.
pub async fn roles_are_a_set(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let mut tx = storage.write().await?;
    assert!(tx.add_role(scene.user.id, "treasurer").await?);
    assert!(!tx.add_role(scene.user.id, "treasurer").await?);
    assert!(tx.add_role(scene.user.id, "staff").await?);
    assert_eq!(tx.roles(scene.user.id).await?, BTreeSet::from(["staff".into(), "treasurer".into()]));
    assert!(tx.remove_role(scene.user.id, "treasurer").await?);
    assert!(!tx.remove_role(scene.user.id, "treasurer").await?);
    assert_eq!(tx.roles(scene.user.id).await?, BTreeSet::from(["staff".into()]));
    Ok(())
}

/// Reports add up, in whatever order they come.
///
/// # Errors
///
/// What the driver says.
pub async fn uses_add_up(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let used = |scope: &str, count, at| ScopeUse {
        scope: scope.parse().unwrap_or_else(|_| unreachable!("a scope")),
        count,
        last_at: make.after(at),
    };
    let mut tx = storage.write().await?;
    tx.add_scope_use(scene.grant.id, &used("payments.write", 2, 9)).await?;
    tx.add_scope_use(scene.grant.id, &used("accounts.read", 1, 1)).await?;
    tx.add_scope_use(scene.grant.id, &used("payments.write", 3, 5)).await?;
    let expected = [used("accounts.read", 1, 1), used("payments.write", 5, 9)];
    let client = &scene.grant.client;
    assert_eq!(tx.scope_uses(scene.user.id, client).await?, expected);
    // Those of another grant to the same client count with them.
    let other = make.grant(&scene.session, client.as_str());
    tx.add_grant(&other).await?;
    tx.add_scope_use(other.id, &used("accounts.read", 4, 7)).await?;
    let expected = [used("accounts.read", 5, 7), used("payments.write", 5, 9)];
    assert_eq!(tx.scope_uses(scene.user.id, client).await?, expected);
    assert!(tx.scope_uses(scene.user.id, &leasehold_domain::ClientId::new("ledgerly")).await?.is_empty());
    // And those of grants that are over and purged.
    let end = GrantEnd { at: make.after(20), reason: GrantEndReason::SignOut };
    tx.update_grant(&Grant { ended: Some(end), ..other.clone() }, other.rev).await?;
    let never = make.now - Duration::days(1);
    let before = PurgeBefore { sessions: make.after(30), ..all(never) };
    assert!(tx.purge(&before, 100).await? > 0);
    assert!(tx.grant(other.id).await?.is_none());
    for _ in 0..2 {
        assert_eq!(tx.scope_uses(scene.user.id, client).await?, expected);
        tx.purge(&before, 100).await?;
    }
    Ok(())
}
