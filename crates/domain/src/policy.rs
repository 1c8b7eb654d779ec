//! Versions of the policy, and what has to happen before one decides.

use serde::{Deserialize, Serialize};

use crate::{PolicyRequestId, Time, UserId};

/// How many digits of a version are shown, where all of them are too many.
const SHOWN: usize = 16;

/// The beginning of a version, for people. Never to decide by: whoever makes two versions that begin alike on
/// purpose can.
#[must_use]
pub fn shown(version: &str) -> &str {
    version.get(..SHOWN).unwrap_or(version)
}

/// What a version of the policy does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyState {
    /// Nothing yet.
    Draft,
    /// It decides beside the active one and is recorded; nothing follows from it.
    Shadow,
    /// It decides.
    Active,
    /// It decided once.
    Retired,
}

/// Where a version comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyOrigin {
    /// It came with the program.
    Shipped,
    /// An administrator made it.
    Own,
}

/// One version of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyVersion {
    /// Digest of rules and data.
    pub version: String,
    /// Rules, data and sentences.
    pub content: String,
    /// Where it comes from.
    pub origin: PolicyOrigin,
    /// What it does.
    pub state: PolicyState,
    /// Who made it; nobody if it came with the program.
    pub made_by: Option<UserId>,
    /// When it was made.
    pub made_at: Time,
    /// When it became the active one, the last time.
    pub activated_at: Option<Time>,
    /// Grows with each write.
    pub revision: u64,
}

/// A version cannot become that from what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyStateError {
    /// It decides already.
    #[error("it is the active one")]
    Active,
    /// It decides already, though without effect.
    #[error("it is in the shadow")]
    Shadow,
    /// It does not decide.
    #[error("it is not in use")]
    Unused,
}

impl PolicyVersion {
    /// From now on it decides.
    ///
    /// # Errors
    ///
    /// If it does so already.
    pub fn activate(self, at: Time) -> Result<Self, PolicyStateError> {
        match self.state {
            PolicyState::Active => Err(PolicyStateError::Active),
            _ => Ok(Self { state: PolicyState::Active, activated_at: Some(at), ..self }),
        }
    }

    /// From now on it decides beside the active one, without effect.
    ///
    /// # Errors
    ///
    /// If it decides already.
    pub fn into_shadow(self) -> Result<Self, PolicyStateError> {
        match self.state {
            PolicyState::Active => Err(PolicyStateError::Active),
            PolicyState::Shadow => Err(PolicyStateError::Shadow),
            PolicyState::Draft | PolicyState::Retired => Ok(Self { state: PolicyState::Shadow, ..self }),
        }
    }

    /// It decides no more.
    ///
    /// # Errors
    ///
    /// If it does not decide.
    pub fn put_away(self) -> Result<Self, PolicyStateError> {
        let state = match (self.state, self.activated_at) {
            (PolicyState::Active, _) | (PolicyState::Shadow, Some(_)) => PolicyState::Retired,
            (PolicyState::Shadow, None) => PolicyState::Draft,
            (PolicyState::Draft | PolicyState::Retired, _) => return Err(PolicyStateError::Unused),
        };
        Ok(Self { state, ..self })
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyRequestKind {
    /// Another version.
    Activate,
    /// A version that was active before.
    RollBack,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyRequestState {
    /// It waits for a second person, or for its time.
    Open,
    /// The version became the active one.
    Done,
    /// Somebody took it back, or another came in its place.
    Withdrawn,
    /// The breaker stopped it.
    Stopped,
}

/// Somebody wants another version to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyRequest {
    /// Its id.
    pub id: PolicyRequestId,
    /// What is asked.
    pub kind: PolicyRequestKind,
    /// The version that should decide.
    pub version: String,
    /// The version that decided when it was asked, against which it was weighed.
    pub base: String,
    /// What became of it.
    pub state: PolicyRequestState,
    /// What the replay says, for whoever approves.
    pub summary: serde_json::Value,
    /// Why it may go past the breaker, if it may.
    pub past_the_breaker: Option<String>,
    /// Who asked; nobody if it came with the program.
    pub asked_by: Option<UserId>,
    /// When.
    pub asked_at: Time,
    /// When it takes effect although nobody else approves.
    pub effective_at: Option<Time>,
    /// Who approved or took back.
    pub decided_by: Option<UserId>,
    /// When that was, or when it was done.
    pub decided_at: Option<Time>,
}

/// A request may not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyRequestError {
    /// Something became of it already.
    #[error("it is not open any more")]
    Closed,
    /// One person is not two.
    #[error("who asks does not approve; another administrator has to")]
    SamePerson,
    /// Its time has not come.
    #[error("its time has not come")]
    TooEarly,
}

impl PolicyRequest {
    /// A second person agrees, so it is done.
    ///
    /// # Errors
    ///
    /// If it is not open, or the same person asked.
    pub fn approve(self, by: UserId, at: Time) -> Result<Self, PolicyRequestError> {
        if self.asked_by == Some(by) {
            return Err(PolicyRequestError::SamePerson);
        }
        self.close(PolicyRequestState::Done, Some(by), at)
    }

    /// Its time has come, so it is done.
    ///
    /// # Errors
    ///
    /// If it is not open, or has no time, or not yet.
    pub fn come_due(self, at: Time) -> Result<Self, PolicyRequestError> {
        if self.effective_at.is_none_or(|effective| at < effective) {
            return Err(PolicyRequestError::TooEarly);
        }
        self.close(PolicyRequestState::Done, None, at)
    }

    /// Nobody has to agree, because it gives nobody more.
    ///
    /// # Errors
    ///
    /// If it is not open.
    pub fn go_ahead(self, at: Time) -> Result<Self, PolicyRequestError> {
        self.close(PolicyRequestState::Done, None, at)
    }

    /// Somebody takes it back, or another came in its place.
    ///
    /// # Errors
    ///
    /// If it is not open.
    pub fn withdraw(self, by: Option<UserId>, at: Time) -> Result<Self, PolicyRequestError> {
        self.close(PolicyRequestState::Withdrawn, by, at)
    }

    /// The breaker stops it.
    ///
    /// # Errors
    ///
    /// If it is not open.
    pub fn stop(self, at: Time) -> Result<Self, PolicyRequestError> {
        self.close(PolicyRequestState::Stopped, None, at)
    }

    fn close(
        self,
        state: PolicyRequestState,
        by: Option<UserId>,
        at: Time,
    ) -> Result<Self, PolicyRequestError> {
        match self.state {
            PolicyRequestState::Open => Ok(Self { state, decided_by: by, decided_at: Some(at), ..self }),
            _ => Err(PolicyRequestError::Closed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::at_seconds;
    use crate::entropy::SeededEntropy;

    fn request(by: UserId) -> PolicyRequest {
        PolicyRequest {
            id: PolicyRequestId::generate(at_seconds(0), &SeededEntropy::new(1)),
            kind: PolicyRequestKind::Activate,
            version: "b".into(),
            base: "a".into(),
            state: PolicyRequestState::Open,
            summary: serde_json::Value::Null,
            past_the_breaker: None,
            asked_by: Some(by),
            asked_at: at_seconds(0),
            effective_at: Some(at_seconds(10)),
            decided_by: None,
            decided_at: None,
        }
    }

    #[test]
    fn one_person_is_not_two_and_time_does_not_hurry() {
        let entropy = SeededEntropy::new(2);
        let [olga, piet] = [0, 1].map(|at| UserId::generate(at_seconds(at), &entropy));
        let asked = request(olga);
        assert_eq!(asked.clone().approve(olga, at_seconds(1)), Err(PolicyRequestError::SamePerson));
        assert_eq!(asked.clone().come_due(at_seconds(9)), Err(PolicyRequestError::TooEarly));
        assert!(asked.clone().come_due(at_seconds(10)).is_ok());
        let done = asked.approve(piet, at_seconds(1)).unwrap();
        assert_eq!((done.state, done.decided_by), (PolicyRequestState::Done, Some(piet)));
        assert_eq!(done.withdraw(None, at_seconds(2)), Err(PolicyRequestError::Closed));
    }

    #[test]
    fn a_version_that_decided_once_is_never_a_draft_again() {
        let draft = PolicyVersion {
            version: "a".into(),
            content: String::new(),
            origin: PolicyOrigin::Own,
            state: PolicyState::Draft,
            made_by: None,
            made_at: at_seconds(0),
            activated_at: None,
            revision: 1,
        };
        assert_eq!(draft.clone().into_shadow().unwrap().put_away().unwrap().state, PolicyState::Draft);
        let retired = draft.activate(at_seconds(1)).unwrap().put_away().unwrap();
        assert_eq!(retired.state, PolicyState::Retired);
        assert_eq!(retired.clone().put_away(), Err(PolicyStateError::Unused));
        assert_eq!(retired.into_shadow().unwrap().put_away().unwrap().state, PolicyState::Retired);
    }
}
