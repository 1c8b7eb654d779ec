//! What was noticed, and who notices.
//!
//! - [`note`] keeps a signal and has the grants that it concerns weighed again, at once;
//! - `admin`: roles and postures, as administrators give them;
//! - [`confirm`] is what a person may say of it: "that was me";
//! - [`detect`] says what sign-ins and factors are worth noting;
//! - [`stops`] where a person was last, [`habits`] what they usually do.
//!
//! A signal takes nothing from anybody by itself: rules weigh it. Nothing that a stranger can cause is a signal
//! on a person (invariant 9).

mod admin;
pub(crate) mod confirm;
pub(crate) mod detect;
pub(crate) mod habits;
mod risk;
pub(crate) mod stops;

pub use risk::{RiskPart, SessionRisk};

use std::collections::BTreeMap;

use chrono::Duration;
use leasehold_domain::facts::Quality;
use leasehold_domain::hold::Subject;
use leasehold_domain::signal::{Signal, SignalKind};
use leasehold_domain::{DeviceId, SessionId, SignalId, Time, UserId};
use leasehold_storage::{Result, Transaction};

use crate::AuthorizationServer;

/// Source of what this server notices itself.
const OWN: &str = "leasehold";

/// A signal to be noted, observed by this server now.
#[derive(Clone, Debug)]
pub(crate) struct Noticed {
    kind: SignalKind,
    user: UserId,
    device: Option<DeviceId>,
    session: Option<SessionId>,
    cause: String,
    values: BTreeMap<String, i64>,
}

impl Noticed {
    /// About the person.
    pub(crate) fn about(user: UserId, kind: SignalKind) -> Self {
        let cause = kind.as_str().to_owned();
        Self { kind, user, device: None, session: None, cause, values: BTreeMap::new() }
    }

    /// About one device of theirs only.
    pub(crate) fn on_device(self, device: DeviceId) -> Self {
        Self { cause: format!("{}={device}", self.kind.as_str()), device: Some(device), ..self }
    }

    /// About one session of theirs only.
    pub(crate) fn in_session(self, session: SessionId) -> Self {
        Self { cause: format!("{}={session}", self.kind.as_str()), session: Some(session), ..self }
    }

    /// The cause value, where one subject may have several.
    pub(crate) fn because(self, cause: String) -> Self {
        Self { cause, ..self }
    }

    /// As the session began: what follows for it is asked of whoever signs in, and ends no session, or the next one
    /// would begin and end the same way.
    pub(crate) fn at_sign_in(self) -> Self {
        self.with("at_sign_in", 1)
    }

    /// Something measured.
    pub(crate) fn with(mut self, name: &str, value: i64) -> Self {
        self.values.insert(name.to_owned(), value);
        self
    }
}

/// Keeps a signal, and has every live grant that it concerns weighed as soon as the transaction is committed.
pub(crate) async fn note(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    noticed: Noticed,
) -> Result<()> {
    let at = server.policy_now();
    let Noticed { kind, user, device, session, cause, values } = noticed;
    let signal = Signal {
        id: SignalId::generate(at, server.entropy.as_ref()),
        kind,
        user,
        device,
        session,
        cause,
        quality: Quality::Observed,
        source: OWN.to_owned(),
        at,
        until: at + lifetime(kind),
        values,
    };
    if tx.add_signal(&signal).await? {
        tracing::info!(%user, kind = kind.as_str(), "a signal was noted");
        let subject = Subject { device, session, ..Subject::user(user) };
        weigh_again(server, tx, &subject, at).await?;
    }
    Ok(())
}

/// Has the live grants of a subject weighed again at a moment of policy time. The moments are in the database
/// with what caused them, so that a crash in between loses none.
pub(crate) async fn weigh_again(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    subject: &Subject,
    at: Time,
) -> Result<()> {
    let grants = tx.covered_grants(subject).await?;
    for grant in &grants {
        tx.set_due(grant.id, Some(at)).await?;
    }
    if !grants.is_empty() {
        server.wake_after_commit();
    }
    Ok(())
}

/// For how long a signal may count; what it counts for fades sooner.
fn lifetime(kind: SignalKind) -> Duration {
    match kind {
        SignalKind::SignInFailed
        | SignalKind::WrongFactor
        | SignalKind::HotNetwork
        | SignalKind::PasswordSpraying => Duration::days(1),
        _ => Duration::days(30),
    }
}

impl AuthorizationServer {
    /// Wakes the due-time job once the transaction that is open now is over: there is one writer, so its turn
    /// comes after that.
    fn wake_after_commit(&self) {
        let server = self.clone();
        tokio::spawn(async move {
            drop(server.storage.write().await);
            server.due.notify_one();
        });
    }
}
