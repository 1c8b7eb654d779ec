//! Access tokens, refresh tokens, assertion ids.

use std::sync::Arc;

use super::fixtures::{Fixtures, assert_same, found};
use crate::{Result, Storage};

/// By hash, until it or all of its grant are taken away.
///
/// # Errors
///
/// What the driver says.
pub async fn an_access_token_comes_back_as_it_was(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let other = make.grant(&scene.session, "ledgerly");
    let [first, second, third] = [0; 3].map(|_| make.access_token(scene.grant.id));
    let foreign = make.access_token(other.id);
    let mut tx = storage.write().await?;
    tx.add_grant(&other).await?;
    for token in [&first, &second, &third, &foreign] {
        tx.add_access_token(token).await?;
    }
    let stored = found(tx.access_token(first.hash).await?)?;
    assert_same(&stored, &first);
    assert_eq!(stored.hash, first.hash);
    tx.delete_access_token(first.hash).await?;
    assert!(tx.access_token(first.hash).await?.is_none());
    assert!(tx.access_token(second.hash).await?.is_some());
    tx.delete_access_tokens(scene.grant.id).await?;
    assert!(tx.access_token(second.hash).await?.is_none());
    assert!(tx.access_token(third.hash).await?.is_none());
    assert!(tx.access_token(foreign.hash).await?.is_some());
    Ok(())
}

/// Once, before the end of its family; it then names its successor.
///
/// # Errors
///
/// What the driver says.
pub async fn a_refresh_token_is_exchanged(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let [first, next] = [0; 2].map(|_| make.refresh_token(scene.grant.id));
    let mut tx = storage.write().await?;
    tx.add_refresh_token(&first).await?;
    tx.add_refresh_token(&next).await?;
    assert_same(&found(tx.refresh_token(first.hash).await?)?, &first);
    assert!(!tx.use_refresh_token(first.hash, next.hash, first.absolute_expires_at).await?);
    assert!(tx.use_refresh_token(first.hash, next.hash, make.after(1)).await?);
    assert!(!tx.use_refresh_token(first.hash, make.hash(), make.after(2)).await?);
    let used = found(tx.refresh_token(first.hash).await?)?;
    assert_eq!((used.used_at, used.successor), (Some(make.after(1)), Some(next.hash)));
    assert!(!used.voided);
    Ok(())
}

/// Presenting the direct predecessor again gives another successor, unless the first was used already.
///
/// # Errors
///
/// What the driver says.
pub async fn a_successor_is_replaced_only_while_unused(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let [first, lost, kept, last] = [0; 4].map(|_| make.refresh_token(scene.grant.id));
    let mut tx = storage.write().await?;
    for token in [&first, &lost, &kept, &last] {
        tx.add_refresh_token(token).await?;
    }
    assert!(!tx.replace_successor(first.hash, lost.hash, kept.hash).await?, "not used yet");
    assert!(tx.use_refresh_token(first.hash, lost.hash, make.now).await?);
    assert!(!tx.replace_successor(first.hash, kept.hash, last.hash).await?, "not its successor");
    assert!(tx.replace_successor(first.hash, lost.hash, kept.hash).await?);
    assert!(found(tx.refresh_token(lost.hash).await?)?.voided);
    assert_eq!(found(tx.refresh_token(first.hash).await?)?.successor, Some(kept.hash));
    assert!(!tx.use_refresh_token(lost.hash, last.hash, make.now).await?, "void");
    assert!(tx.use_refresh_token(kept.hash, last.hash, make.now).await?);
    assert!(!tx.replace_successor(first.hash, kept.hash, make.hash()).await?, "successor used");
    Ok(())
}

/// Merging a grant voids what is unused and leaves what is used as it was.
///
/// # Errors
///
/// What the driver says.
pub async fn void_tokens_are_not_exchanged(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let [used, unused] = [0; 2].map(|_| make.refresh_token(scene.grant.id));
    let mut tx = storage.write().await?;
    tx.add_refresh_token(&used).await?;
    tx.add_refresh_token(&unused).await?;
    assert!(tx.use_refresh_token(used.hash, unused.hash, make.now).await?);
    tx.void_refresh_tokens(scene.grant.id).await?;
    assert!(!found(tx.refresh_token(used.hash).await?)?.voided);
    assert!(found(tx.refresh_token(unused.hash).await?)?.voided);
    assert!(!tx.use_refresh_token(unused.hash, make.hash(), make.now).await?);
    Ok(())
}

/// Per issuer, and free again after its end.
///
/// # Errors
///
/// What the driver says.
pub async fn an_assertion_is_remembered_until_it_expires(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let mut tx = storage.write().await?;
    assert!(tx.remember_jti("northbank", "1", make.after(60), make.now).await?);
    assert!(!tx.remember_jti("northbank", "1", make.after(60), make.after(59)).await?);
    assert!(tx.remember_jti("ledgerly", "1", make.after(60), make.now).await?);
    assert!(tx.remember_jti("northbank", "1", make.after(120), make.after(60)).await?);
    Ok(())
}
