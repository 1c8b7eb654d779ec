//! Authorization requests and codes.

use std::sync::Arc;

use leasehold_domain::authorization::{Authorization, Stage};
use leasehold_domain::proof::Proof;
use leasehold_domain::user::FactorKind;
use leasehold_domain::{FactorId, GrantId};

use super::fixtures::{Fixtures, assert_same, found, scopes};
use crate::{Result, Storage, StorageError};

/// By id and by `request_uri`, also half way.
///
/// # Errors
///
/// What the driver says.
pub async fn a_request_comes_back_as_it_was(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let pushed = make.authorization();
    let plain = Authorization { request_uri: None, ..make.authorization() };
    let mut tx = storage.write().await?;
    tx.add_authorization(&pushed).await?;
    tx.add_authorization(&plain).await?;
    assert_same(&found(tx.authorization(plain.id).await?)?, &plain);
    let uri = found(pushed.request_uri)?;
    assert_same(&found(tx.authorization_by_uri(uri).await?)?, &pushed);
    assert!(tx.authorization_by_uri(make.hash()).await?.is_none());

    let factor = FactorId::generate(make.now, &make.entropy);
    let half_way = Authorization {
        browser: Some(make.hash()),
        begun_at: Some(make.after(1)),
        stage: Stage::Pending {
            session: Some(scene.session.id),
            consented: Some(scopes("openid")),
            proofs: vec![Proof::new(factor, FactorKind::Totp, make.after(2))],
            confirmed: true,
            elevates: Default::default(),
        },
        ..pushed
    };
    assert!(tx.update_pending(&half_way).await?);
    let stored = found(tx.authorization(half_way.id).await?)?;
    assert_same(&stored, &half_way);
    assert_eq!(stored.browser, half_way.browser);
    Ok(())
}

/// A request that was answered takes no second answer; only its grant is noted.
///
/// # Errors
///
/// What the driver says.
pub async fn an_answered_request_stays_answered(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let pending = make.authorization();
    let mut tx = storage.write().await?;
    tx.add_authorization(&pending).await?;
    let mut code = make.issued(&scene.session);
    let over = |_| StorageError::inconsistent("not pending");
    let issued = pending.clone().issue(code.clone()).map_err(over)?;
    assert!(tx.update_issued(&issued).await.is_err());
    assert!(tx.update_pending(&issued).await?);
    assert!(!tx.update_pending(&pending.clone().refuse().map_err(over)?).await?);
    assert!(!tx.update_pending(&pending).await?);
    assert_same(&found(tx.authorization(issued.id).await?)?, &issued);

    code.grant = Some(GrantId::generate(make.now, &make.entropy));
    let redeemed = Authorization { stage: Stage::Issued(Box::new(code)), ..issued };
    tx.update_issued(&redeemed).await?;
    assert_same(&found(tx.authorization(redeemed.id).await?)?, &redeemed);
    assert!(tx.update_issued(&pending).await.is_err());
    Ok(())
}

/// A code works until its end and not at it, and is still known afterwards (RFC 6749 section 4.1.2).
///
/// # Errors
///
/// What the driver says.
pub async fn a_code_ends_at_its_time(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let authorization = make.authorization();
    let (code, late) = (make.hash(), make.hash());
    let mut tx = storage.write().await?;
    tx.add_authorization(&authorization).await?;
    tx.add_code(code, authorization.id, make.after(60)).await?;
    tx.add_code(late, authorization.id, make.after(60)).await?;
    assert!(!tx.use_code(late, make.after(60)).await?);
    assert!(!tx.use_code(make.hash(), make.now).await?);
    assert!(tx.use_code(code, make.after(59)).await?);
    assert!(!tx.use_code(code, make.after(59)).await?);
    let state = found(tx.code(code).await?)?;
    assert_eq!((state.authorization, state.used_at), (authorization.id, Some(make.after(59))));
    assert_eq!(found(tx.code(late).await?)?.used_at, None);
    Ok(())
}

/// Set, changed and cleared without touching the request.
///
/// # Errors
///
/// What the driver says.
pub async fn the_flash_stays_beside_the_request(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let authorization = make.authorization();
    let mut tx = storage.write().await?;
    tx.add_authorization(&authorization).await?;
    assert_eq!(tx.flash(authorization.id).await?, None);
    tx.set_flash(authorization.id, Some(r#"{"error":"wrong"}"#)).await?;
    assert!(tx.update_pending(&authorization).await?);
    assert_eq!(tx.flash(authorization.id).await?.as_deref(), Some(r#"{"error":"wrong"}"#));
    tx.set_flash(authorization.id, None).await?;
    assert_eq!(tx.flash(authorization.id).await?, None);
    Ok(())
}
