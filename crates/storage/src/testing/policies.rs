//! Versions of the policy and requests to change it.

use std::sync::Arc;

use leasehold_domain::policy::{
    PolicyOrigin, PolicyRequest, PolicyRequestKind, PolicyRequestState, PolicyState, PolicyVersion,
};
use leasehold_domain::{PolicyRequestId, UserId};
use serde_json::json;

use super::fixtures::{Fixtures, found};
use crate::{PolicyHead, Result, Storage};

fn draft(make: &Fixtures, version: &str, at: i64) -> PolicyVersion {
    PolicyVersion {
        version: version.to_owned(),
        content: "{\"data\": \"{}\"}".to_owned(),
        origin: PolicyOrigin::Own,
        state: PolicyState::Draft,
        made_by: Some(UserId::generate(make.now, &make.entropy)),
        made_at: make.after(at),
        activated_at: None,
        revision: 1,
    }
}

fn active(make: &Fixtures, version: &str) -> PolicyVersion {
    PolicyVersion {
        origin: PolicyOrigin::Shipped,
        state: PolicyState::Active,
        made_by: None,
        activated_at: Some(make.after(5)),
        ..draft(make, version, 0)
    }
}

fn request(make: &Fixtures, version: &str, at: i64) -> PolicyRequest {
    PolicyRequest {
        id: PolicyRequestId::generate(make.after(at), &make.entropy),
        kind: PolicyRequestKind::RollBack,
        version: version.to_owned(),
        base: "a".to_owned(),
        state: PolicyRequestState::Open,
        summary: json!({ "more": 1 }),
        past_the_breaker: Some("we moved".to_owned()),
        asked_by: Some(UserId::generate(make.now, &make.entropy)),
        asked_at: make.after(at),
        effective_at: Some(make.after(100)),
        decided_by: None,
        decided_at: None,
    }
}

/// Every field, with and without what may be absent; the newest first.
///
/// # Errors
///
/// What the driver says.
pub async fn a_version_comes_back_as_it_was(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let (first, second) = (active(&make, "a"), draft(&make, "b", 1));
    let mut tx = storage.write().await?;
    assert!(tx.add_policy(&first).await?);
    assert!(tx.add_policy(&second).await?);
    let again = PolicyVersion { content: String::new(), ..second.clone() };
    assert!(!tx.add_policy(&again).await?, "it is there");
    assert_eq!(tx.policies().await?, [second.clone(), first.clone()]);
    assert_eq!(tx.policy("b").await?, Some(second));
    assert_eq!(tx.policy("c").await?, None);
    assert_eq!(tx.policy_in(PolicyState::Active).await?, Some(first));
    assert_eq!(tx.policy_in(PolicyState::Shadow).await?, None);
    Ok(())
}

/// Two cannot be, and the head says which it is.
///
/// # Errors
///
/// What the driver says.
pub async fn one_version_is_active(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let (first, second) = (active(&make, "a"), draft(&make, "b", 1));
    let mut tx = storage.write().await?;
    tx.add_policy(&first).await?;
    tx.add_policy(&second).await?;
    let shadow = PolicyVersion { state: PolicyState::Shadow, ..second.clone() };
    assert!(tx.update_policy(&shadow).await?);
    let head = |version: &str, revision, state| PolicyHead { version: version.to_owned(), revision, state };
    assert_eq!(
        tx.policy_heads().await?,
        [head("a", 1, PolicyState::Active), head("b", 2, PolicyState::Shadow)]
    );
    tx.commit().await?;
    let mut tx = storage.write().await?;
    let both = PolicyVersion { state: PolicyState::Active, revision: 2, ..second };
    assert!(tx.update_policy(&both).await.is_err());
    Ok(())
}

/// Whoever read an older revision loses.
///
/// # Errors
///
/// What the driver says.
pub async fn an_old_revision_writes_nothing(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let first = active(&make, "a");
    let mut tx = storage.write().await?;
    tx.add_policy(&first).await?;
    let retired = PolicyVersion { state: PolicyState::Retired, ..first.clone() };
    assert!(tx.update_policy(&retired).await?);
    assert!(!tx.update_policy(&first).await?);
    let now = found(tx.policy("a").await?)?;
    assert_eq!((now.state, now.revision), (PolicyState::Retired, 2));
    assert_eq!(tx.policy_heads().await?, []);
    Ok(())
}

/// Not two, so that who approves knows what.
///
/// # Errors
///
/// What the driver says.
pub async fn one_request_is_open(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let mut tx = storage.write().await?;
    tx.add_policy(&active(&make, "a")).await?;
    assert_eq!(tx.open_policy_request().await?, None);
    let stopped = PolicyRequest { state: PolicyRequestState::Stopped, ..request(&make, "a", 0) };
    let open = request(&make, "a", 1);
    tx.add_policy_request(&stopped).await?;
    tx.add_policy_request(&open).await?;
    assert_eq!(tx.open_policy_request().await?, Some(open.clone()));
    assert_eq!(tx.policy_requests(10).await?, [open.clone(), stopped]);
    assert_eq!(tx.policy_requests(1).await?, [open]);
    tx.commit().await?;
    let mut tx = storage.write().await?;
    assert!(tx.add_policy_request(&request(&make, "a", 2)).await.is_err());
    Ok(())
}

/// What became of it stays.
///
/// # Errors
///
/// What the driver says.
pub async fn a_request_is_closed_once(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let open = request(&make, "a", 0);
    let mut tx = storage.write().await?;
    tx.add_policy(&active(&make, "a")).await?;
    tx.add_policy_request(&open).await?;
    let done = PolicyRequest {
        state: PolicyRequestState::Done,
        decided_by: Some(UserId::generate(make.now, &make.entropy)),
        decided_at: Some(make.after(9)),
        ..open.clone()
    };
    assert!(tx.close_policy_request(&done).await?);
    let withdrawn = PolicyRequest { state: PolicyRequestState::Withdrawn, ..open };
    assert!(!tx.close_policy_request(&withdrawn).await?);
    assert_eq!(tx.open_policy_request().await?, None);
    assert_eq!(tx.policy_requests(10).await?, [done]);
    Ok(())
}

/// Only what was weighed, also of a request that is done.
///
/// # Errors
///
/// What the driver says.
pub async fn what_was_weighed_is_written_anew(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let request = PolicyRequest { state: PolicyRequestState::Done, ..request(&make, "a", 0) };
    let mut tx = storage.write().await?;
    tx.add_policy(&active(&make, "a")).await?;
    tx.add_policy_request(&request).await?;
    let summary = serde_json::json!({ "changes": [] });
    assert!(tx.set_policy_request_summary(request.id, &summary).await?);
    let nobody = PolicyRequestId::generate(make.after(9), &make.entropy);
    assert!(!tx.set_policy_request_summary(nobody, &summary).await?);
    assert_eq!(tx.policy_requests(10).await?, [PolicyRequest { summary, ..request }]);
    Ok(())
}
