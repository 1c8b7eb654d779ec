//! How risky the sessions of a person look, for administrators: never for the person, who would learn how much is
//! too much.

use leasehold_domain::decision::RiskFactor;
use leasehold_domain::session::Session;
use leasehold_domain::{Time, UserId};
use leasehold_storage::{StorageError, Transaction};

use crate::AuthorizationServer;
use crate::leases::Evaluation;
use crate::leases::evaluate::{EvaluationError, peek};

/// One live session, weighed as it is now.
#[derive(Clone, Debug)]
pub struct SessionRisk {
    /// The session.
    pub session: Session,
    /// What its device is called.
    pub device: Option<String>,
    /// The sum, in points.
    pub score: i64,
    /// What adds to it, most first.
    pub parts: Vec<RiskPart>,
}

/// One part of the score.
#[derive(Clone, Debug)]
pub struct RiskPart {
    /// What, and how much.
    pub factor: RiskFactor,
    /// When it becomes less, by policy time; none if it lasts as long as what it is about.
    pub fades_at: Option<Time>,
}

impl AuthorizationServer {
    /// The live sessions of a person that have any access, the newest first. A session with several apps shows the
    /// one in which it looks worst.
    ///
    /// # Errors
    ///
    /// If storage fails.
    pub async fn risks(&self, user: UserId) -> Result<Vec<SessionRisk>, StorageError> {
        let mut tx = self.storage.read().await?;
        let mut risks = Vec::new();
        for session in tx.sessions(user).await? {
            if session.is_live(self.now())
                && let Some(worst) = self.worst(tx.as_mut(), &session).await?
            {
                risks.push(self.risk(session, worst));
            }
        }
        Ok(risks)
    }

    async fn worst(
        &self,
        tx: &mut dyn Transaction,
        session: &Session,
    ) -> Result<Option<Evaluation>, StorageError> {
        let mut worst: Option<Evaluation> = None;
        for grant in tx.session_grants(session.id).await? {
            let peeked = peek(self, tx, &grant).await.map_err(|EvaluationError::Storage(error)| error)?;
            let Some(now) = peeked else { continue };
            let score = |evaluation: &Evaluation| evaluation.decision.risk.score;
            if worst.as_ref().is_none_or(|worst| score(worst) < score(&now)) {
                worst = Some(now);
            }
        }
        Ok(worst)
    }

    fn risk(&self, session: Session, weighed: Evaluation) -> SessionRisk {
        let Evaluation { facts, decision, situation, .. } = weighed;
        let parts = decision.risk.factors.into_iter().map(|factor| {
            let its = facts
                .signals
                .iter()
                .filter(|signal| signal.kind.as_str() == factor.kind && signal.cause == factor.cause);
            let fades_at = its.filter_map(|signal| self.policy.fades_at(signal, facts.now)).min();
            RiskPart { factor, fades_at }
        });
        SessionRisk {
            session,
            device: situation.device.map(|device| device.name),
            score: decision.risk.score,
            parts: parts.collect(),
        }
    }
}
