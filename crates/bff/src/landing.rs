//! Finishing a sign-in or step-up: from the answer of the authorization server to a session.

use http::HeaderMap;
use leasehold_domain::{HashedToken, PlainToken, TokenKind};
use leasehold_http_kit::cookies;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::{Acr, AuthorizationDetail};

use crate::login::{Attempt, StepUpOf};
use crate::oidc::{Expected, IdClaims, Redeemed};
use crate::return_to::ReturnTo;
use crate::session::{Identity, OpenSession};
use crate::{Bff, BffError, BffSession, BrowserContext, DeviceStanding, SignInFailure};

/// An answer of the authorization server that looks like one of ours; nothing was looked up yet.
#[derive(Debug)]
pub(crate) struct Arrival {
    state: HashedToken,
    browser: HashedToken,
    answer: Result<String, SignInFailure>,
}

/// Where a finished attempt goes.
pub(crate) struct Landed {
    /// The cookie of the session, always a new one (checklist BF-6).
    pub(crate) cookie: PlainToken,
    pub(crate) return_to: ReturnTo,
}

/// Where a failed attempt goes: back to the page that wanted a step-up, or, for a sign-in, nowhere.
pub(crate) struct Failed {
    pub(crate) failure: SignInFailure,
    pub(crate) back: Option<ReturnTo>,
}

impl From<SignInFailure> for Failed {
    fn from(failure: SignInFailure) -> Self {
        Self { failure, back: None }
    }
}

impl Arrival {
    /// Reads the answer. Who it comes from is checked before anything else (RFC 9207 section 2.4), then
    /// whether this browser has anything in progress.
    pub(crate) fn read(issuer: &str, headers: &HeaderMap, params: &Params) -> Result<Self, SignInFailure> {
        if params.get("iss") != Some(issuer) {
            return Err(SignInFailure::WrongIssuer);
        }
        let token = |text: Option<&str>| {
            let text = text.ok_or(SignInFailure::NotInProgress)?;
            PlainToken::parse(TokenKind::Transaction, text).map_err(|_| SignInFailure::NotInProgress)
        };
        let answer = match (params.get("code"), params.get("error")) {
            (Some(code), None) => Ok(code.to_owned()),
            (None, Some("access_denied")) => Err(SignInFailure::Denied),
            (None, Some("server_error" | "temporarily_unavailable")) => Err(SignInFailure::Unavailable),
            (None, Some("unmet_authentication_requirements")) => Err(SignInFailure::NotMet),
            (None, Some("device_key_required")) => Err(SignInFailure::KeyMissing),
            (None, Some("scope_held")) => Err(SignInFailure::Held),
            // OpenID Connect Core section 3.1.2.6.
            (
                None,
                Some(
                    "login_required"
                    | "interaction_required"
                    | "consent_required"
                    | "account_selection_required",
                ),
            ) => Err(SignInFailure::InteractionRequired),
            (None, Some(_)) => Err(SignInFailure::Rejected),
            _ => return Err(SignInFailure::Rejected),
        };
        Ok(Self {
            state: token(params.get("state"))?.hashed(),
            browser: token(cookies::APP_LOGIN.read(headers))?.hashed(),
            answer,
        })
    }
}

impl Bff {
    /// Redeems the code and makes or steps up the session. `session` is the one the browser has now, and how it
    /// stands with its key.
    pub(crate) async fn land(
        &self,
        arrival: Arrival,
        session: Option<(OpenSession, DeviceStanding)>,
        client: &BrowserContext,
    ) -> Result<Landed, Failed> {
        let attempt =
            self.0.attempts.take(arrival.state, arrival.browser).await.map_err(SignInFailure::from)?;
        let attempt = attempt.ok_or(SignInFailure::NotInProgress)?;
        let back = attempt.purpose.step_up.is_some().then(|| attempt.purpose.return_to.clone());
        let landed = match (arrival.answer, attempt.purpose.step_up.clone()) {
            (Err(failure), _) => Err(failure),
            (Ok(code), None) => self.sign_in(&code, &attempt, session).await,
            (Ok(code), Some(of)) => self.step_up(&code, &attempt, &of, session, client).await,
        };
        landed.map_err(|failure| Failed { failure, back })
    }

    async fn sign_in(
        &self,
        code: &str,
        attempt: &Attempt,
        old: Option<(OpenSession, DeviceStanding)>,
    ) -> Result<Landed, SignInFailure> {
        let (redeemed, claims) = self.redeem(code, attempt).await?;
        let identity = self.identity(claims, &redeemed.tokens.access).await;
        let grant = redeemed.tokens.grant_id.clone();
        let cookie = self.0.sessions.create(identity, redeemed.tokens).await?;
        // One whose key this browser has not proved may be a copy: it goes on where its key is.
        let own = |standing| matches!(standing, DeviceStanding::Fresh(_));
        let old = old.filter(|(old, standing)| old.content.bound.is_none() || own(*standing));
        if let Some((old, _)) = old {
            self.0.sessions.end(&old).await?;
            match &old.content.tokens.refresh {
                Some(refresh) if old.content.tokens.grant_id != grant => self.0.oidc.revoke(refresh).await,
                _ => {}
            }
        }
        Ok(Landed { cookie, return_to: attempt.purpose.return_to.clone() })
    }

    async fn step_up(
        &self,
        code: &str,
        attempt: &Attempt,
        of: &StepUpOf,
        session: Option<(OpenSession, DeviceStanding)>,
        client: &BrowserContext,
    ) -> Result<Landed, SignInFailure> {
        let session = session.filter(|(session, _)| session.content.family == of.family);
        let (session, device) = session.ok_or(SignInFailure::SomeoneElse)?;
        let id = session.id();
        // No refresh may run beside it: the merge voids the refresh token that it would present.
        let live = self.0.sessions.live.of(&of.family);
        let turn = live.renewal.lock().await;
        let mut session = self.0.sessions.open(id).await?.ok_or(SignInFailure::NotInProgress)?;
        let (redeemed, claims) = self.redeem(code, attempt).await?;
        let own = &session.content;
        if claims.sub != own.identity.sub
            || claims.sid != own.identity.sid
            || redeemed.tokens.grant_id != own.tokens.grant_id
        {
            self.give_back(&redeemed).await;
            return Err(SignInFailure::SomeoneElse);
        }
        session.content.identity.acr = claims.acr;
        session.content.tokens.renew(redeemed.tokens.clone());
        let Some(cookie) = self.0.sessions.rotate(&mut session).await? else {
            self.give_back(&redeemed).await;
            return Err(SignInFailure::NotInProgress);
        };
        drop(turn);
        if let Some(pending) = &of.pending {
            let view = self.0.sessions.view(&session).with_device(device);
            self.resume_quietly(&view, pending, &redeemed.details, client).await;
        }
        Ok(Landed { cookie, return_to: attempt.purpose.return_to.clone() })
    }

    async fn redeem(&self, code: &str, attempt: &Attempt) -> Result<(Redeemed, IdClaims), SignInFailure> {
        let redeemed = self.0.oidc.redeem(code, &attempt.verifier).await.map_err(BffError::from)?;
        let expected = Expected {
            nonce: attempt.nonce.clone(),
            acr: attempt.purpose.acr_values.as_deref().and_then(Acr::weakest_of),
            max_age: attempt.purpose.max_age,
        };
        let claims = match &redeemed.tokens.id_token {
            Some(token) => self.0.oidc.verify(token, &expected).await.map_err(BffError::from),
            None => Err(BffError::Refused("no ID token".into())),
        };
        match claims {
            Ok(claims) => Ok((redeemed, claims)),
            Err(error) => {
                self.give_back(&redeemed).await;
                Err(error.into())
            }
        }
    }

    /// Tokens that nobody will use are not left lying about.
    async fn give_back(&self, redeemed: &Redeemed) {
        if let Some(refresh) = &redeemed.tokens.refresh {
            self.0.oidc.revoke(refresh).await;
        }
    }

    /// Names that the ID token left out are asked for; a person without a name is still signed in.
    async fn identity(&self, claims: IdClaims, access: &str) -> Identity {
        let info = if claims.name.is_some() && claims.username.is_some() && claims.zone.is_some() {
            None
        } else {
            self.0.oidc.userinfo(access, &claims.sub).await.ok()
        };
        let info = info.unwrap_or_default();
        let username = claims.username.or(info.preferred_username).unwrap_or_else(|| claims.sub.clone());
        Identity {
            name: claims.name.or(info.name).unwrap_or_else(|| username.clone()),
            username,
            locale: claims.locale.or(info.locale),
            zone: claims.zone.or(info.zone),
            sub: claims.sub,
            sid: claims.sid,
            acr: claims.acr,
        }
    }

    /// The step-up stands whatever becomes of the action: its page tells.
    async fn resume_quietly(
        &self,
        session: &BffSession,
        pending: &str,
        granted: &[AuthorizationDetail],
        client: &BrowserContext,
    ) {
        if let Err(error) = self.resume(session, pending, granted, client).await {
            tracing::warn!(%error, "a confirmed action could not be resumed at once");
        }
    }
}
