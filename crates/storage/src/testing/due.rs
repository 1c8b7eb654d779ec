//! Moments at which something has to be done.

use std::sync::Arc;

use super::fixtures::Fixtures;
use crate::{Result, Storage};

/// The earliest first, one per grant, gone when removed.
///
/// # Errors
///
/// What the driver says.
pub async fn moments_come_in_order(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let (first, second) = (scene.grant.id, make.grant(&scene.session, "ledgerly"));
    let mut tx = storage.write().await?;
    tx.add_grant(&second).await?;
    let second = second.id;
    assert_eq!(tx.next_due().await?, None);
    tx.set_due(first, Some(make.after(1))).await?;
    tx.set_due(second, Some(make.after(5))).await?;
    tx.set_due(first, Some(make.after(9))).await?;
    assert_eq!(tx.next_due().await?, Some(make.after(5)));
    assert!(tx.due(make.after(4), 10).await?.is_empty());
    assert_eq!(tx.due(make.after(5), 10).await?, [second]);
    assert_eq!(tx.due(make.after(9), 10).await?, [second, first]);
    assert_eq!(tx.due(make.after(9), 1).await?, [second]);
    tx.set_due(second, None).await?;
    assert_eq!(tx.due(make.after(9), 10).await?, [first]);
    Ok(())
}
