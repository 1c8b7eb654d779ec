//! Single values.

use std::sync::Arc;

use crate::{Result, Storage};

/// The last value stays.
///
/// # Errors
///
/// What the driver says.
pub async fn a_value_is_replaced(storage: Arc<impl Storage>) -> Result<()> {
    let mut tx = storage.write().await?;
    assert_eq!(tx.meta("rp_id").await?, None);
    tx.set_meta("rp_id", "localhost").await?;
    tx.set_meta("rp_id", "auth.example").await?;
    assert_eq!(tx.meta("rp_id").await?.as_deref(), Some("auth.example"));
    assert_eq!(tx.meta("other").await?, None);
    Ok(())
}
