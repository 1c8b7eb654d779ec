//! What is worth noting about sign-ins and factors.

use std::net::IpAddr;
use std::sync::PoisonError;

use leasehold_context::failures::Heat;
use leasehold_domain::session::Session;
use leasehold_domain::signal::SignalKind;
use leasehold_domain::user::User;
use leasehold_domain::{DeviceId, UserId};
use leasehold_storage::{Result, Transaction};

use super::{Noticed, habits, note, stops};
use crate::AuthorizationServer;

/// A wrong password. On a device that the person uses it is a signal there; from anywhere else it says nothing
/// about them (attack `stranger_cannot_suspend`).
pub(crate) async fn wrong_password(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    user: UserId,
    known: Option<DeviceId>,
) -> Result<()> {
    let Some(device) = known else { return Ok(()) };
    note(server, tx, Noticed::about(user, SignalKind::SignInFailed).on_device(device)).await
}

/// A wrong factor that was looked at. Where the person's trust is missing somebody has their password, and that
/// concerns all they have; on a device of theirs it is a slip of their own finger, until there are many.
pub(crate) async fn wrong_factor(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    user: UserId,
    device: DeviceId,
) -> Result<()> {
    let trust = tx.trust(user, device).await?;
    let trusted = trust.is_some_and(|trust| trust.is_trusted(server.policy_now()));
    let noticed = if trusted {
        Noticed::about(user, SignalKind::SignInFailed).on_device(device)
    } else {
        Noticed::about(user, SignalKind::WrongFactor)
    };
    note(server, tx, noticed).await
}

/// The first sign-in on a device that the person never used. The very first device of an account is no surprise.
pub(crate) async fn new_device(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    session: &Session,
) -> Result<()> {
    if tx.trusts(session.user).await?.len() <= 1 {
        return Ok(());
    }
    let noticed = Noticed::about(session.user, SignalKind::NewDevice).on_device(session.device);
    note(server, tx, noticed).await
}

/// The cookie of a device that has a key came with another one. That is about the new device: a copied cookie must not
/// do to raise the risk of the device it was copied from (invariant 9).
pub(crate) async fn other_key(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    session: &Session,
) -> Result<()> {
    let noticed = Noticed::about(session.user, SignalKind::OtherKey).on_device(session.device);
    note(server, tx, noticed).await
}

/// A sign-in failed: counted for its network, whoever it was about (attack `stranger_cannot_suspend`).
pub(crate) fn failed_from(
    server: &AuthorizationServer,
    username: &str,
    address: IpAddr,
    known: Option<DeviceId>,
) {
    let hash = server.master_key.keyed_hash("failed-account", username.as_bytes());
    let account = hash.iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte));
    let mut failures = server.failures.lock().unwrap_or_else(PoisonError::into_inner);
    failures.note(account, address, known.is_some(), server.now());
}

/// Somebody signed in: on which network, how it got there, and whether that is usual.
pub(crate) async fn signed_in(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    user: &User,
    session: &Session,
    address: IpAddr,
) -> Result<()> {
    let seen = {
        let failures = server.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.network(address, server.now())
    };
    let kind = match seen.heat(&server.surroundings.heat) {
        Heat::Usual => None,
        Heat::Hot => Some(SignalKind::HotNetwork),
        Heat::Spraying => Some(SignalKind::PasswordSpraying),
    };
    if let Some(kind) = kind {
        let noticed = Noticed::about(user.id, kind).in_session(session.id).because(kind.as_str().to_owned());
        note(server, tx, noticed.with("failures", seen.failures.into()).at_sign_in()).await?;
    }
    stops::arrived(server, tx, session, &session.place, true).await?;
    habits::signed_in(server, tx, user, &session.place).await
}
