//! An authorization request in progress: from pushed parameters to a redeemed code.

use leasehold_oauth_types::{Acr, Amr, AuthorizationDetail, ScopeSet};
use serde::{Deserialize, Serialize};

use crate::proof::Proof;
use crate::{AuthorizationId, ClientId, GrantId, HashedToken, SessionId, Time, UserId};

/// What the client asked for, validated at push time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    /// Who asks.
    pub client: ClientId,
    /// Where the answer goes, byte for byte.
    pub redirect_uri: String,
    /// What is asked for.
    pub scope: ScopeSet,
    /// Echoed.
    pub state: Option<String>,
    /// Echoed in the ID token.
    pub nonce: Option<String>,
    /// S256 challenge (RFC 7636).
    pub code_challenge: String,
    /// `none`, `login`, `consent`, `select_account`.
    pub prompt: Vec<Prompt>,
    /// How old the last authentication may be, in seconds.
    pub max_age: Option<u64>,
    /// The weakest class that is good enough; necessary, not voluntary (checklist AQ-8).
    pub acr: Option<Acr>,
    /// What the ID token may say as `acr`, if the client insists on certain values (OpenID Connect Core
    /// section 5.5.1.1).
    #[serde(default)]
    pub essential_acr: Vec<Acr>,
    /// `sub` of the only person who may answer: from an `id_token_hint`, or from `claims`.
    #[serde(default)]
    pub subject: Option<String>,
    /// Prefills the sign-in name.
    pub login_hint: Option<String>,
    /// Preferred languages.
    pub ui_locales: Option<String>,
    /// What is to be confirmed in detail.
    pub details: Vec<AuthorizationDetail>,
    /// The grant to merge into.
    pub merge: Option<GrantId>,
}

impl AuthorizationRequest {
    /// Whether this person may answer (OpenID Connect Core section 3.1.2.2): nobody gets a positive response
    /// to a request for somebody else.
    #[must_use]
    pub fn is_for(&self, user: UserId) -> bool {
        self.subject.as_ref().is_none_or(|subject| *subject == user.to_string())
    }
}

/// Values of `prompt` (OpenID Connect Core section 3.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is the registered value of the same name")]
pub enum Prompt {
    None,
    Login,
    Consent,
    SelectAccount,
}

/// A request and how far it has come. Stored; changed only by its consuming transitions.
#[derive(Clone, Debug)]
pub struct Authorization {
    /// Its id, in the address of the pages.
    pub id: AuthorizationId,
    /// What was asked.
    pub request: AuthorizationRequest,
    /// Hash of the pushed `request_uri`; absent for a plain request.
    pub request_uri: Option<HashedToken>,
    /// Hash of the browser's transaction cookie, once a browser has opened it.
    pub browser: Option<HashedToken>,
    /// When it was pushed.
    pub created_at: Time,
    /// When it is over.
    pub expires_at: Time,
    /// When a browser opened it; a re-authentication has to be later.
    pub begun_at: Option<Time>,
    /// How far it has come.
    pub stage: Stage,
}

/// How far an authorization request has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Waiting for the person.
    Pending {
        /// The session that is to answer, once somebody signed in.
        session: Option<SessionId>,
        /// What was consented, once the page was answered.
        consented: Option<ScopeSet>,
        /// What was proved for this very request.
        proofs: Vec<Proof>,
        /// Whether what the page named was confirmed and its remedies were done.
        confirmed: bool,
        /// The scopes that the page of the step-up named, and that its proof elevates.
        #[serde(default)]
        elevates: ScopeSet,
    },
    /// A code was issued.
    Issued(Box<IssuedCode>),
    /// The person or the server said no.
    Refused,
}

/// What a code stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedCode {
    /// The person.
    pub user: UserId,
    /// Their session.
    pub session: SessionId,
    /// The consented scopes asked for.
    pub scope: ScopeSet,
    /// What the session had reached.
    pub acr: Acr,
    /// What was done.
    pub amr: Vec<Amr>,
    /// When the person last authenticated.
    pub auth_time: Time,
    /// The last proof made for this very request, if any: what elevates its leases.
    pub proved_at: Option<Time>,
    /// The scopes that the page of the step-up named.
    #[serde(default)]
    pub elevates: ScopeSet,
    /// When the code was issued.
    pub issued_at: Time,
    /// The grant that came from it, once redeemed.
    pub grant: Option<GrantId>,
}

/// The transition is not possible from this stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the authorization request cannot go on from here")]
pub struct InvalidTransition;

impl Stage {
    /// Where every request starts.
    #[must_use]
    pub const fn start() -> Self {
        Self::Pending {
            session: None,
            consented: None,
            proofs: Vec::new(),
            confirmed: false,
            elevates: ScopeSet::new(),
        }
    }
}

impl Authorization {
    /// Whether it may go on.
    #[must_use]
    pub fn is_pending(&self, now: Time) -> bool {
        matches!(self.stage, Stage::Pending { .. }) && now < self.expires_at
    }

    /// Issues the code; consumes the pending request, so that a `request_uri` works once (RFC 9126
    /// section 7.3).
    ///
    /// # Errors
    ///
    /// [`InvalidTransition`] unless pending.
    pub fn issue(self, code: IssuedCode) -> Result<Self, InvalidTransition> {
        match self.stage {
            Stage::Pending { .. } => Ok(Self { stage: Stage::Issued(Box::new(code)), ..self }),
            Stage::Issued(_) | Stage::Refused => Err(InvalidTransition),
        }
    }

    /// Ends the request without a code.
    ///
    /// # Errors
    ///
    /// [`InvalidTransition`] unless pending.
    pub fn refuse(self) -> Result<Self, InvalidTransition> {
        match self.stage {
            Stage::Pending { .. } => Ok(Self { stage: Stage::Refused, ..self }),
            Stage::Issued(_) | Stage::Refused => Err(InvalidTransition),
        }
    }
}
