//! Consents, grants and leases.

use std::sync::Arc;

use leasehold_domain::consent::{Consent, ScopeConsent};
use leasehold_domain::grant::{Grant, GrantEnd, GrantEndReason};
use leasehold_domain::hold::Subject;
use leasehold_domain::{ClientId, ConsentId, GrantId, UserId};
use leasehold_oauth_types::Acr;

use super::fixtures::{Fixtures, assert_same, found};
use super::parallel::winners_of_100;
use crate::{Result, Storage, StorageError};

/// With its leases, also after a change, until it ended.
///
/// # Errors
///
/// What the driver says.
pub async fn a_grant_comes_back_as_it_was(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let mut tx = storage.write().await?;
    assert_same(&found(tx.grant(scene.grant.id).await?)?, &scene.grant);

    let mut grant = scene.grant.clone();
    grant.leases.truncate(1);
    grant.issued_in.country = Some("SE".into());
    if let Some(lease) = grant.leases.first_mut() {
        lease.expires_at = Some(make.after(7));
        lease.expired_at = Some(make.after(8));
    }
    assert_eq!(tx.update_grant(&grant, 1).await?, Some(2));
    let mut grant = Grant { rev: 2, ..grant };
    assert_same(&tx.live_grants(scene.user.id).await?, &vec![grant.clone()]);
    assert_same(&tx.session_grants(scene.session.id).await?, &vec![grant.clone()]);

    grant.ended = Some(GrantEnd { at: make.after(9), reason: GrantEndReason::RefreshReplay });
    assert_eq!(tx.update_grant(&grant, 2).await?, Some(3));
    assert_same(&found(tx.grant(grant.id).await?)?, &Grant { rev: 3, ..grant });
    assert!(tx.live_grants(scene.user.id).await?.is_empty());
    assert!(tx.session_grants(scene.session.id).await?.is_empty());
    assert!(tx.covered_grants(&Subject::user(scene.user.id)).await?.is_empty());
    Ok(())
}

/// One per person and client, with all that is known of how each scope was allowed.
///
/// # Errors
///
/// What the driver says.
pub async fn a_consent_is_replaced(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let client = ClientId::new("northbank");
    let scope = |text: &str| text.parse().map_err(|error| StorageError::driver("scope", error));
    let given = |after| ScopeConsent {
        at: make.after(after),
        policy_at: make.after(after + 60),
        resource: "https://bank.example".to_owned(),
        texts: (after > 0).then(|| "v1".to_owned()),
        acr: Acr::Aal2,
    };
    let mut consent = Consent {
        id: ConsentId::generate(make.now, &make.entropy),
        user: scene.user.id,
        client: client.clone(),
        scopes: [(scope("accounts.read")?, given(0))].into(),
    };
    let mut tx = storage.write().await?;
    assert_eq!(tx.consent(scene.user.id, &client).await?, None);
    tx.put_consent(&consent).await?;
    assert_eq!(tx.consent(scene.user.id, &client).await?.as_ref(), Some(&consent));
    consent.scopes = [(scope("payments.write")?, given(1)), (scope("accounts.read")?, given(0))].into();
    tx.put_consent(&consent).await?;
    assert_eq!(tx.consent(scene.user.id, &client).await?, Some(consent));
    assert_eq!(tx.consent(scene.user.id, &ClientId::new("ledgerly")).await?, None);
    Ok(())
}

/// Whoever read the grant before somebody else changed it writes neither grant nor leases.
///
/// # Errors
///
/// What the driver says.
pub async fn an_old_rev_writes_nothing(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let mut tx = storage.write().await?;
    assert_eq!(tx.update_grant(&scene.grant, 1).await?, Some(2));
    let stale = Grant { leases: Vec::new(), ..scene.grant.clone() };
    assert_eq!(tx.update_grant(&stale, 1).await?, None);
    assert_eq!(tx.update_grant(&stale, 3).await?, None);
    assert_same(&found(tx.grant(scene.grant.id).await?)?, &Grant { rev: 2, ..scene.grant });
    Ok(())
}

/// Of many who saw the same `rev`, one writes.
///
/// # Errors
///
/// What the driver says.
pub async fn one_of_many_moves_the_rev(storage: Arc<impl Storage + 'static>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let winners = winners_of_100(|| {
        let (storage, grant) = (Arc::clone(&storage), scene.grant.clone());
        async move {
            let mut tx = storage.write().await?;
            let rev = tx.update_grant(&grant, 1).await?;
            tx.commit().await?;
            Ok(rev.is_some())
        }
    })
    .await?;
    assert_eq!(winners, 1);
    assert_eq!(found(storage.read().await?.grant(scene.grant.id).await?)?.rev, 2);
    Ok(())
}

/// The statement agrees with [`Subject::covers`] for every combination of ids.
///
/// # Errors
///
/// What the driver says.
pub async fn a_subject_covers_what_it_names(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let device = make.device();
    let session = make.session(scene.user.id, device.id);
    let others = [make.grant(&scene.session, "ledgerly"), make.grant(&session, "northbank")];
    let mut tx = storage.write().await?;
    tx.add_device(&device).await?;
    tx.add_session(&session).await?;
    for grant in &others {
        tx.add_grant(grant).await?;
    }
    let all = [std::slice::from_ref(&scene.grant), &others].concat();
    for mask in 0..16_u8 {
        let named = |bit: u8| mask & (1 << bit) != 0;
        let subject = Subject {
            user: scene.user.id,
            client: named(0).then(|| ClientId::new("northbank")),
            device: named(1).then_some(scene.device.id),
            session: named(2).then_some(scene.session.id),
            grant: named(3).then_some(scene.grant.id),
        };
        let mut expected: Vec<GrantId> =
            all.iter().filter(|grant| subject.covers(grant)).map(|grant| grant.id).collect();
        let mut covered: Vec<GrantId> =
            tx.covered_grants(&subject).await?.iter().map(|grant| grant.id).collect();
        expected.sort();
        covered.sort();
        assert_eq!(covered, expected, "{subject:?}");
    }
    let stranger = Subject::user(UserId::generate(make.now, &make.entropy));
    assert!(tx.covered_grants(&stranger).await?.is_empty());
    Ok(())
}

/// Each once, by id; ended ones are none of them.
///
/// # Errors
///
/// What the driver says.
pub async fn live_grants_are_gone_through(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let mut tx = storage.write().await?;
    let mut live = vec![scene.grant.id];
    for index in 0..4 {
        let ended = (index == 2).then_some(GrantEnd { at: make.now, reason: GrantEndReason::SignOut });
        let grant = Grant { ended, ..make.grant(&scene.session, "ledgerly") };
        tx.add_grant(&grant).await?;
        live.extend(ended.is_none().then_some(grant.id));
    }
    live.sort();
    assert_eq!(tx.live_grants_after(None, 10).await?, live);
    assert_eq!(tx.live_grants_after(None, 1).await?, live[..1]);
    assert_eq!(tx.live_grants_after(Some(live[0]), 2).await?, live[1..3]);
    assert_eq!(tx.live_grants_after(Some(live[3]), 2).await?, []);
    Ok(())
}
