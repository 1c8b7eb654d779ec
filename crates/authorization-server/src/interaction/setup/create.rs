//! Makes the account with its factors, its first device and its first session, in one transaction.

use axum::response::Response;
use leasehold_domain::device::{DeviceTrust, TrustState};
use leasehold_domain::hold::Subject;
use leasehold_domain::log::{Change, Initiator, LogEntry};
use leasehold_domain::proof::Proof;
use leasehold_domain::session::{Session, SessionEndReason};
use leasehold_domain::user::Enrolment;
use leasehold_domain::{DeviceId, PlainToken, SessionId, TokenKind, UserId};
use leasehold_factors::TotpSecret;
use leasehold_http_kit::cookies::{ISSUER_SESSION, TRANSACTION};
use leasehold_storage::{LinkPurpose, StorageError, Transaction};
use serde_json::json;

use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::failure::Failure;
use crate::interaction::see_other;
use crate::interaction::setup::draft::{Chosen, over, role};
use crate::interaction::setup::place::{locale, zone};
use crate::leases::apply::{Cause, Changes, blank};
use crate::leases::end::end_session;
use crate::provisioning::{NewPerson, ProvisioningError};
use crate::recognition::recognise;

/// An authenticator app that has proved itself.
pub(super) struct Proved {
    pub(super) secret: TotpSecret,
    pub(super) step: i64,
}

pub(super) async fn create(
    server: &AuthorizationServer,
    mut tx: Box<dyn Transaction>,
    browser: &Browser,
    purpose: &LinkPurpose,
    chosen: Chosen,
    proved: Option<Proved>,
) -> Result<Response, Failure> {
    let now = server.now();
    let (device, device_cookie) = recognise(server, tx.as_mut(), browser).await?;
    let place = browser.place(server);
    let person = NewPerson {
        username: chosen.username,
        name: chosen.name,
        locale: locale(&browser.headers).to_owned(),
        zone: zone(place.country.as_deref()).to_owned(),
        role: role(purpose),
        password: chosen.password,
    };
    // A factor of a set-up belongs to no session, and so can lift what its first session loses.
    let enrolment = Enrolment { at: now, session: None, device: Some(device.id) };
    let added = server.add_person(tx.as_mut(), person, enrolment.clone()).await;
    let user = match added {
        Ok(user) => user,
        Err(ProvisioningError::Taken) => return Ok(over()),
        Err(ProvisioningError::Storage(error)) => return Err(error.into()),
    };
    if let Some(Proved { secret, step }) = &proved {
        server.add_totp(tx.as_mut(), user, secret, enrolment, Some(*step)).await?;
    }
    let session = SessionId::generate(now, server.entropy.as_ref());
    trust(server, tx.as_mut(), (user, session), device.id).await?;
    // Whoever was signed in in this browser is not any more.
    let mut changes = Changes::default();
    if let Some(old) = crate::browser::session(server, tx.as_mut(), browser).await? {
        changes = end_session(server, tx.as_mut(), old, SessionEndReason::SignOut).await?;
    }
    let proofs = tx.factors(user).await?;
    let proofs = proofs.iter().map(|factor| Proof::new(factor.id, factor.kind, now)).collect();
    let cookie = PlainToken::generate(TokenKind::Session, server.entropy.as_ref());
    tx.add_session(&Session {
        id: session,
        cookie: cookie.hashed(),
        user,
        device: device.id,
        created_at: now,
        last_seen: now,
        ended: None,
        proofs,
        place,
    })
    .await?;
    server.finish(tx, changes, now).await?;
    tracing::info!(%user, role = ?role(purpose), "an account was set up");
    let cookies = [Some(ISSUER_SESSION.set(cookie.expose())), Some(TRANSACTION.clear()), device_cookie];
    Ok(see_other(&server.config.account_url, cookies.into_iter().flatten()))
}

/// The device that completes a set-up is trusted (design section 7, "First device").
async fn trust(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    (user, session): (UserId, SessionId),
    device: DeviceId,
) -> Result<(), StorageError> {
    let now = server.now();
    let state = TrustState::Trusted { since: now, until: now + server.config.device_trust };
    let trust = DeviceTrust {
        user,
        device,
        state,
        first_seen: now,
        first_session: Some(session),
        last_seen: now,
        confirmed_by: None,
        succeeds: None,
    };
    tx.put_trust(&trust).await?;
    let subject = Subject { device: Some(device), ..Subject::user(user) };
    let cause = Cause::act(Initiator::User, json!({"device": device}));
    let entry = blank(server, now, subject, Change::DeviceTrust, &cause);
    tx.append(&LogEntry { rule: "account_set_up".into(), ..entry }).await?;
    Ok(())
}
