//! The person on a page of this folder.

use axum::response::IntoResponse as _;
use http::StatusCode;
use leasehold_domain::device::TrustState;
use leasehold_domain::session::Session;
use leasehold_domain::user::{Enrolment, Factor, User};
use leasehold_http_kit::ProblemResponse;
use leasehold_storage::Transaction;

use super::permit::{Here, Need, Permit, permit};
use super::{change, pin, recovery_codes};
use crate::AuthorizationServer;
use crate::browser::{self, Browser, csrf, is_own_form};
use crate::stop::Stop;

/// Somebody who is signed in in this browser.
pub(super) struct Manager {
    pub(super) user: User,
    pub(super) session: Session,
    pub(super) factors: Vec<Factor>,
    here: Here,
}

impl Manager {
    /// `None` when nobody is signed in.
    pub(super) async fn load(
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        browser: &Browser,
    ) -> leasehold_storage::Result<Option<Self>> {
        let Some(session) = browser::session(server, tx, browser).await? else { return Ok(None) };
        let Some(user) = tx.user(session.user).await? else { return Ok(None) };
        let mut factors = tx.factors(user.id).await?;
        let retired = change::retire(server, tx, &factors.iter().collect::<Vec<_>>()).await?;
        factors.retain(|factor| !retired.contains(&factor.id));
        let here = match tx.trust(user.id, session.device).await? {
            Some(trust) if trust.state == TrustState::Blocked => Here::Blocked,
            Some(trust) if trust.is_trusted(server.policy_now()) => Here::Trusted,
            _ => Here::Unconfirmed,
        };
        Ok(Some(Self { user, session, factors, here }))
    }

    /// What this session may do now on that page.
    pub(super) fn permit_for(&self, server: &AuthorizationServer, page: &str) -> Permit {
        self.permit(server, self.need(server, page))
    }

    /// What it may do with such a proof.
    pub(super) fn permit(&self, server: &AuthorizationServer, need: Need) -> Permit {
        permit(
            (need, self.here),
            &self.session,
            &self.user,
            &self.factors,
            &server.policy.factor_rules(),
            server.now(),
        )
    }

    /// Whether a recovery code opens a page with that need here. Where it opens nothing none is used up.
    pub(super) fn may_recover(&self, need: Need) -> bool {
        need == Need::Any && self.here != Here::Blocked
    }

    /// What a recovery code opened adds ways; it takes nothing away that counts, and makes no further codes
    /// (checklist RC-3).
    pub(super) fn need(&self, server: &AuthorizationServer, page: &str) -> Need {
        let counts = |factor: &Factor| factor.counts(server.now());
        let replaces = match page {
            recovery_codes::PAGE => true,
            pin::PAGE => pin::own(self).any(counts),
            _ => false,
        };
        if replaces { Need::Strong } else { Need::Any }
    }

    /// Where and when a factor is enrolled that counts after `wait`.
    pub(super) fn enrolment(&self, server: &AuthorizationServer, wait: chrono::Duration) -> Enrolment {
        Enrolment {
            at: server.now() + wait,
            session: Some(self.session.id),
            device: Some(self.session.device),
        }
    }

    /// The hidden token of one page's form.
    pub(super) fn csrf(&self, server: &AuthorizationServer, page: &str) -> String {
        csrf(server, self.session.cookie, page)
    }

    /// The refusal of a form that was not sent from that page.
    pub(super) fn check_form(
        &self,
        server: &AuthorizationServer,
        browser: &Browser,
        given: Option<&str>,
        page: &str,
    ) -> Result<(), Stop> {
        let own = is_own_form(server, &browser.headers, given, &self.csrf(server, page));
        let detail = "the form was not sent from its own page";
        if own {
            return Ok(());
        }
        Err(ProblemResponse::with_detail(StatusCode::FORBIDDEN, detail).into_response().into())
    }

    /// What binds a challenge of this page to this session.
    pub(super) fn binding(&self) -> Vec<u8> {
        [self.session.cookie.as_bytes().as_slice(), self.session.id.to_string().as_bytes()].concat()
    }
}
