//! Whatever is used once is used once, also by a hundred at a time.

use std::sync::Arc;

use leasehold_domain::authorization::Authorization;

use super::bff::{login, pending, session};
use super::fixtures::Fixtures;
use super::links::first_admin;
use super::parallel::winners_of_100;
use crate::{BffStorage, Draft, Result, Storage, StorageError};

/// Runs the same consuming call in 100 transactions at once, and checks that one of them was the one.
macro_rules! assert_one_wins {
    ($storage:ident, |$tx:ident| $call:expr) => {{
        let winners = winners_of_100(|| {
            let storage = Arc::clone(&$storage);
            async move {
                let mut $tx = storage.write().await?;
                let won = $call;
                $tx.commit().await?;
                Ok(won)
            }
        })
        .await?;
        assert_eq!(winners, 1);
        Ok(())
    }};
}

/// Challenges, which are drafts.
///
/// # Errors
///
/// What the driver says.
pub async fn challenges(storage: Arc<impl Storage + 'static>) -> Result<()> {
    let make = Fixtures::default();
    let challenge = Draft { key: make.hash(), sealed: vec![1], expires_at: make.after(60) };
    let (key, now) = (challenge.key, make.now);
    let mut tx = storage.write().await?;
    tx.put_draft(&challenge).await?;
    tx.commit().await?;
    assert_one_wins!(storage, |tx| tx.take_draft(key, now).await?.is_some())
}

/// Authorization codes.
///
/// # Errors
///
/// What the driver says.
pub async fn codes(storage: Arc<impl Storage + 'static>) -> Result<()> {
    let make = Fixtures::default();
    let (authorization, code, now) = (make.authorization(), make.hash(), make.now);
    let mut tx = storage.write().await?;
    tx.add_authorization(&authorization).await?;
    tx.add_code(code, authorization.id, make.after(60)).await?;
    tx.commit().await?;
    assert_one_wins!(storage, |tx| tx.use_code(code, now).await?)
}

/// Refresh tokens.
///
/// # Errors
///
/// What the driver says.
pub async fn refresh_tokens(storage: Arc<impl Storage + 'static>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let (token, next, now) = (make.refresh_token(scene.grant.id), make.hash(), make.now);
    let mut tx = storage.write().await?;
    tx.add_refresh_token(&token).await?;
    tx.commit().await?;
    assert_one_wins!(storage, |tx| tx.use_refresh_token(token.hash, next, now).await?)
}

/// Successors of a refresh token that was presented again.
///
/// # Errors
///
/// What the driver says.
pub async fn successors(storage: Arc<impl Storage + 'static>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let [first, old] = [0; 2].map(|_| make.refresh_token(scene.grant.id));
    let new = make.hash();
    let mut tx = storage.write().await?;
    tx.add_refresh_token(&first).await?;
    tx.add_refresh_token(&old).await?;
    assert!(tx.use_refresh_token(first.hash, old.hash, make.now).await?);
    tx.commit().await?;
    let (first, old) = (first.hash, old.hash);
    assert_one_wins!(storage, |tx| tx.replace_successor(first, old, new).await?)
}

/// One-time links.
///
/// # Errors
///
/// What the driver says.
pub async fn links(storage: Arc<impl Storage + 'static>) -> Result<()> {
    let make = Fixtures::default();
    let (link, now) = (first_admin(&make), make.now);
    let mut tx = storage.write().await?;
    tx.add_link(&link).await?;
    tx.commit().await?;
    assert_one_wins!(storage, |tx| tx.use_link(link.hash, None, now).await?)
}

/// Client assertions.
///
/// # Errors
///
/// What the driver says.
pub async fn assertions(storage: Arc<impl Storage + 'static>) -> Result<()> {
    let make = Fixtures::default();
    let (now, end) = (make.now, make.after(60));
    assert_one_wins!(storage, |tx| tx.remember_jti("northbank", "1", end, now).await?)
}

/// Pushed requests: one answer.
///
/// # Errors
///
/// What the driver says.
pub async fn requests(storage: Arc<impl Storage + 'static>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let pending = make.authorization();
    let mut tx = storage.write().await?;
    tx.add_authorization(&pending).await?;
    tx.commit().await?;
    let answered: Arc<Authorization> = pending
        .issue(make.issued(&scene.session))
        .map(Arc::new)
        .map_err(|_| StorageError::inconsistent("not pending"))?;
    let winners = winners_of_100(|| {
        let (storage, answered) = (Arc::clone(&storage), Arc::clone(&answered));
        async move {
            let mut tx = storage.write().await?;
            let won = tx.update_pending(&answered).await?;
            tx.commit().await?;
            Ok(won)
        }
    })
    .await?;
    assert_eq!(winners, 1);
    Ok(())
}

/// Sign-ins of a backend-for-frontend.
///
/// # Errors
///
/// What the driver says.
pub async fn logins(storage: Arc<impl BffStorage + 'static>) -> Result<()> {
    let make = Fixtures::default();
    let (login, now) = (login(&make), make.now);
    storage.add_login(&login).await?;
    let (state, browser) = (login.state, login.browser);
    let winners = winners_of_100(|| {
        let storage = Arc::clone(&storage);
        async move { Ok(storage.take_login(state, browser, now).await?.is_some()) }
    })
    .await?;
    assert_eq!(winners, 1);
    Ok(())
}

/// Pending actions.
///
/// # Errors
///
/// What the driver says.
pub async fn pending_actions(storage: Arc<impl BffStorage + 'static>) -> Result<()> {
    let make = Fixtures::default();
    let session = session(&make);
    let (action, now) = (pending(&make, session.hash), make.now);
    storage.add_session(&session).await?;
    storage.add_pending(&action).await?;
    let winners = winners_of_100(|| {
        let storage = Arc::clone(&storage);
        async move { storage.take_pending(action.hash, action.session, now).await }
    })
    .await?;
    assert_eq!(winners, 1);
    Ok(())
}
