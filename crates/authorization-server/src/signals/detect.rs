//! What is worth noting about sign-ins and factors.

use leasehold_domain::session::Session;
use leasehold_domain::signal::SignalKind;
use leasehold_domain::{DeviceId, UserId};
use leasehold_oauth_types::interaction::StepUpError;
use leasehold_storage::{Result, Transaction};

use super::{Noticed, note};
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

/// A wrong factor in a session. Where the person's trust is missing somebody has their password, and that
/// concerns all they have; on a device of theirs it is a slip of their own finger, until there are many.
pub(crate) async fn wrong_factor(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    session: &Session,
    error: &StepUpError,
) -> Result<()> {
    if !matches!(error, StepUpError::WrongCode { .. } | StepUpError::WrongPin { .. }) {
        return Ok(());
    }
    let trust = tx.trust(session.user, session.device).await?;
    let trusted = trust.is_some_and(|trust| trust.is_trusted(server.policy_now()));
    let noticed = if trusted {
        Noticed::about(session.user, SignalKind::SignInFailed).on_device(session.device)
    } else {
        Noticed::about(session.user, SignalKind::WrongFactor)
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
