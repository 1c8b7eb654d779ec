//! Drafts.

use std::sync::Arc;

use super::fixtures::{Fixtures, found};
use crate::{Draft, Result, Storage};

fn draft(make: &Fixtures) -> Draft {
    Draft { key: make.hash(), sealed: vec![0, 1, 255], expires_at: make.after(600) }
}

/// The last content stays, can be looked at often and taken out once.
///
/// # Errors
///
/// What the driver says.
pub async fn a_draft_is_replaced_and_taken_once(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let (first, other) = (draft(&make), draft(&make));
    let second = Draft { sealed: vec![7], expires_at: make.after(900), ..first.clone() };
    let mut tx = storage.write().await?;
    for put in [&first, &other, &second] {
        tx.put_draft(put).await?;
    }
    for _ in 0..2 {
        assert_eq!(found(tx.draft(first.key, make.after(899)).await?)?.sealed, second.sealed);
    }
    let taken = found(tx.take_draft(first.key, make.now).await?)?;
    assert_eq!((taken.sealed, taken.expires_at), (second.sealed, second.expires_at));
    assert!(tx.take_draft(first.key, make.now).await?.is_none());
    assert!(tx.draft(first.key, make.now).await?.is_none());
    assert!(tx.draft(other.key, make.now).await?.is_some(), "another's stays");
    Ok(())
}

/// A draft works until its end and not at it.
///
/// # Errors
///
/// What the driver says.
pub async fn a_draft_ends_at_its_time(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let old = draft(&make);
    let mut tx = storage.write().await?;
    tx.put_draft(&old).await?;
    assert!(tx.draft(old.key, make.after(599)).await?.is_some());
    assert!(tx.draft(old.key, make.after(600)).await?.is_none());
    assert!(tx.take_draft(old.key, make.after(600)).await?.is_none());
    Ok(())
}
