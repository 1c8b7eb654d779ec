//! Sign-ins and step-ups in progress (checklist BF-4): one row per attempt, bound to the browser.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::Duration;
use leasehold_domain::sealed::Sealer;
use leasehold_domain::{Clock, Entropy, HashedToken, PlainToken, TokenKind};
use leasehold_storage::{BffStorage, LoginRecord};
use openidconnect::{PkceCodeChallenge, PkceCodeVerifier};
use serde::{Deserialize, Serialize};

use crate::BffError;
use crate::oidc::AuthorizationParams;
use crate::return_to::ReturnTo;

/// An attempt lives that long.
const LIFETIME: Duration = Duration::minutes(10);

/// What an attempt remembers until the person is back.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Attempt {
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    pub(crate) purpose: Purpose,
}

/// What it is for.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Purpose {
    pub(crate) return_to: ReturnTo,
    pub(crate) acr_values: Option<String>,
    pub(crate) max_age: Option<u64>,
    /// The session to be stepped up; a sign-in has none.
    pub(crate) step_up: Option<StepUpOf>,
}

/// The session that a step-up belongs to.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct StepUpOf {
    pub(crate) family: String,
    pub(crate) pending: Option<String>,
}

/// The attempts of one app.
#[derive(Debug)]
pub(crate) struct Attempts {
    pub(crate) app: Arc<str>,
    pub(crate) storage: Arc<dyn BffStorage>,
    pub(crate) sealer: Sealer,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
}

impl Attempts {
    /// The secret that binds attempts to a browser: the one its cookie has, so that parallel tabs share it,
    /// or a new one.
    pub(crate) fn browser(&self, cookie: Option<&str>) -> PlainToken {
        cookie
            .and_then(|cookie| PlainToken::parse(TokenKind::Transaction, cookie).ok())
            .unwrap_or_else(|| PlainToken::generate(TokenKind::Transaction, &*self.entropy))
    }

    /// Remembers an attempt; gives what the authorization request has to carry for it.
    pub(crate) async fn begin(
        &self,
        browser: &PlainToken,
        purpose: Purpose,
    ) -> Result<AuthorizationParams, BffError> {
        let state = PlainToken::generate(TokenKind::Transaction, &*self.entropy);
        let (nonce, verifier) = (self.random(), self.random());
        let challenge =
            PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier.clone()));
        let params = AuthorizationParams {
            state: state.expose().to_owned(),
            nonce: nonce.clone(),
            code_challenge: challenge.as_str().to_owned(),
            acr_values: purpose.acr_values.clone(),
            max_age: purpose.max_age,
            ..AuthorizationParams::default()
        };
        let hash = state.hashed();
        let plain =
            serde_json::to_vec(&Attempt { nonce, verifier, purpose }).map_err(|_| BffError::Unreadable)?;
        let record = LoginRecord {
            state: hash,
            browser: browser.hashed(),
            app: self.app.to_string(),
            sealed: self.sealer.seal(&plain, &self.bound_to(hash), &*self.entropy),
            expires_at: self.clock.now() + LIFETIME,
        };
        self.storage.add_login(&record).await?;
        Ok(params)
    }

    /// Takes an attempt out, once, if it was begun by this browser.
    pub(crate) async fn take(
        &self,
        state: HashedToken,
        browser: HashedToken,
    ) -> Result<Option<Attempt>, BffError> {
        let Some(record) = self.storage.take_login(state, browser, self.clock.now()).await? else {
            return Ok(None);
        };
        let plain =
            self.sealer.open(&record.sealed, &self.bound_to(state)).map_err(|_| BffError::Unreadable)?;
        serde_json::from_slice(&plain).map(Some).map_err(|_| BffError::Unreadable)
    }

    fn bound_to(&self, state: HashedToken) -> String {
        format!("{} {}", self.app, state.to_base64url())
    }

    fn random(&self) -> String {
        let bytes: [u8; 32] = self.entropy.bytes();
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }
}
