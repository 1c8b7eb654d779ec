//! One-time links that a command makes and a person opens in a browser.
//!
//! A link goes to the terminal of whoever ran the command, or to a file that only they can read; never to the
//! log (checklist ML-1).

use std::path::Path;

use anyhow::Context as _;
use chrono::Duration;
use leasehold_domain::{Entropy, PlainToken, Time, TokenKind};
use leasehold_storage::{Link, LinkPurpose, Storage, Transaction};

use crate::config::Origin;
use crate::keys::write_private;

/// Makes a link in a transaction that `allowed` may refuse, and gives its address.
///
/// # Errors
///
/// What `allowed` says, or when the database fails.
pub(crate) async fn make<F>(
    storage: &dyn Storage,
    issuer: &Origin,
    purpose: LinkPurpose,
    (now, lifetime): (Time, Duration),
    entropy: &dyn Entropy,
    allowed: F,
) -> anyhow::Result<String>
where
    F: AsyncFnOnce(&mut dyn Transaction) -> anyhow::Result<()>,
{
    let token = PlainToken::generate(TokenKind::Link, entropy);
    let mut tx = storage.write().await?;
    allowed(tx.as_mut()).await?;
    let link = Link { hash: token.hashed(), purpose, expires_at: now + lifetime, used_at: None, user: None };
    tx.add_link(&link).await?;
    tx.commit().await?;
    Ok(format!("{issuer}/setup/{}", token.expose()))
}

/// Prints a link, or writes it to a file with mode 0600.
///
/// # Errors
///
/// When the file cannot be written.
pub(crate) fn hand_over(link: &str, file: Option<&Path>) -> anyhow::Result<()> {
    match file {
        Some(path) => {
            write_private(path, format!("{link}\n").as_bytes())
                .with_context(|| format!("cannot write {}", path.display()))?;
            println!("The link is in {}.", path.display());
        }
        None => println!("{link}"),
    }
    Ok(())
}
