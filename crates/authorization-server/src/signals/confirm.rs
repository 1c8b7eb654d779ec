//! "That was me": of what somebody may say so, from where, and what comes of it. A waiver for that one cause, and
//! never another weight: weights are the policy's.

use leasehold_domain::device::TrustState;
use leasehold_domain::hold::Subject;
use leasehold_domain::log::{Change, LogEntry};
use leasehold_domain::session::Session;
use leasehold_domain::signal::Signal;
use leasehold_domain::waiver::{Origin, Waiver};
use leasehold_domain::{DeviceId, SessionId, SignalId, Time, WaiverId};
use leasehold_oauth_types::account::ConfirmableWord;
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_storage::{Result, Transaction};

use crate::AuthorizationServer;
use crate::config::limits;
use crate::leases::apply::{Changes, blank};
use crate::leases::evaluate::{EvaluationError, RequestContext, evaluate_in};
use crate::leases::remedy::Evidence;
use crate::leases::situation::SIGNALS;
use crate::notices::{Occasion, notify};

/// Code of the rule that the waiver is for.
const RULE: &str = "risk_score";

/// What still adds to the risk around a person, and whom "that was me" would speak for.
#[derive(Clone, Debug)]
pub(crate) struct Noted {
    pub(crate) signal: Signal,
    /// The one session that it is about.
    pub(crate) session: Option<SessionId>,
    /// The device that it is about. What is about the person on all of them is confirmed for the one where they say
    /// so: a stranger elsewhere, who does the same a week later, still counts.
    pub(crate) device: DeviceId,
    /// Whether the session that it is about is over.
    over: bool,
}

/// Everything that counts, the newest first, as the person sees it in the session `here`.
pub(crate) async fn noted(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    here: &Session,
) -> Result<Vec<Noted>> {
    let now = server.policy_now();
    let mut noted = Vec::new();
    for signal in tx.signals(here.user, now, SIGNALS).await? {
        if !server.policy.counts(signal.kind, signal.at, now) {
            continue;
        }
        let session = match signal.session {
            Some(id) => tx.session(id).await?,
            None => None,
        };
        let device = signal.device.or(session.as_ref().map(|session| session.device));
        let over = signal.session.is_some() && !session.is_some_and(|session| session.is_live(server.now()));
        noted.push(Noted { session: signal.session, device: device.unwrap_or(here.device), over, signal });
    }
    Ok(noted)
}

/// One of them.
pub(crate) async fn find(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    here: &Session,
    id: SignalId,
) -> Result<Option<Noted>> {
    Ok(noted(server, tx, here).await?.into_iter().find(|noted| noted.signal.id == id))
}

impl Noted {
    /// When it was noticed, by real time; a distance is the same in both.
    pub(crate) fn at(&self, server: &AuthorizationServer) -> Time {
        self.signal.at - (server.policy_now() - server.now())
    }

    /// Whether it is the same matter, noticed again.
    pub(crate) fn is_again(&self, other: &Self) -> bool {
        let key = |noted: &Self| (noted.signal.kind, noted.signal.device, noted.signal.session);
        key(self) == key(other) && self.signal.cause == other.signal.cause
    }

    /// Until when somebody has confirmed it.
    pub(crate) fn confirmed_until(&self, waivers: &[Waiver], now: Time) -> Option<Time> {
        let speaks = |waiver: &&Waiver| {
            waiver.rule == RULE
                && waiver.cause == self.signal.cause
                && waiver.device == self.device
                && (waiver.session.is_none() || waiver.session == self.session)
                && now < waiver.until
        };
        waivers.iter().filter(speaks).map(|waiver| waiver.until).max()
    }

    /// Where the person can say that it was them. From a device that they trust; and where a device is in doubt, only
    /// from another one, which was trusted and had its key before (design section 7, `confirm_device`).
    pub(crate) async fn confirmable(
        &self,
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        here: &Session,
    ) -> Result<ConfirmableWord> {
        let trust = tx.trust(here.user, self.device).await?;
        let blocked = trust.is_some_and(|trust| trust.state == TrustState::Blocked);
        if self.over || blocked || !self.signal.kind.can_be_oneself() {
            return Ok(ConfirmableWord::Never);
        }
        let own = tx.trust(here.user, here.device).await?.filter(|own| own.is_trusted(server.now()));
        let can = match (own, self.signal.device) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(own), Some(doubted)) => {
                let before = self.at(server);
                let key = tx.device(here.device).await?.and_then(|device| device.key);
                doubted != here.device
                    && matches!(own.state, TrustState::Trusted { since, .. } if since < before)
                    && key.is_some_and(|key| key.bound_at < before)
            }
        };
        Ok(if can { ConfirmableWord::Here } else { ConfirmableWord::Elsewhere })
    }

    /// Writes that it was them, tells them so, and weighs at once what it is about. Whoever calls has checked the
    /// evidence.
    pub(crate) async fn confirm(
        &self,
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        with: Evidence<'_>,
    ) -> std::result::Result<Changes, EvaluationError> {
        let (now, user) = (server.policy_now(), with.session.user);
        let waiver = Waiver {
            id: WaiverId::generate(now, server.entropy.as_ref()),
            user,
            session: self.session,
            device: self.device,
            rule: RULE.to_owned(),
            cause: self.signal.cause.clone(),
            evidence: Some(with.factor.id),
            given_by: Origin { session: with.session.id, device: with.session.device },
            created_at: now,
            until: now + limits::CONFIRMED_CAUSE,
        };
        tx.add_waiver(&waiver).await?;
        let subject = Subject { session: self.session, device: Some(self.device), ..Subject::user(user) };
        let entry = blank(server, server.now(), subject.clone(), Change::CauseConfirmed, &with.cause());
        tx.append(&LogEntry { rule: RULE.into(), cause: Some(waiver.cause), ..entry }).await?;
        let occasion = Occasion::new(format!("activity_confirmed:{}", waiver.id));
        let occasion = occasion.in_session(with.session);
        let mut changes = notify(server, tx, user, NoticeKind::ActivityConfirmed, occasion).await?;
        for grant in tx.covered_grants(&subject).await? {
            if let Some((_, more)) = evaluate_in(server, tx, grant.id, &RequestContext::default()).await? {
                changes.extend(more);
            }
        }
        Ok(changes)
    }
}
