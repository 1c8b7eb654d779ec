//! The person on a page of this folder.

use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use leasehold_domain::session::Session;
use leasehold_domain::user::{Enrolment, Factor, User};
use leasehold_http_kit::ProblemResponse;
use leasehold_storage::{Result, Transaction};

use super::permit::{Permit, permit};
use crate::AuthorizationServer;
use crate::browser::{self, Browser, csrf, is_own_form};

/// Somebody who is signed in in this browser.
pub(super) struct Manager {
    pub(super) user: User,
    pub(super) session: Session,
    pub(super) factors: Vec<Factor>,
}

impl Manager {
    /// `None` when nobody is signed in.
    pub(super) async fn load(
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        browser: &Browser,
    ) -> Result<Option<Self>> {
        let Some(session) = browser::session(server, tx, browser).await? else { return Ok(None) };
        let Some(user) = tx.user(session.user).await? else { return Ok(None) };
        let factors = tx.factors(user.id).await?;
        Ok(Some(Self { user, session, factors }))
    }

    /// What this session may do now.
    pub(super) fn permit(&self, server: &AuthorizationServer) -> Permit {
        permit(&self.session, &self.user, &self.factors, &server.policy.factor_rules(), server.now())
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
    ) -> Option<Response> {
        let own = is_own_form(server, &browser.headers, given, &self.csrf(server, page));
        let detail = "the form was not sent from its own page";
        (!own).then(|| ProblemResponse::with_detail(StatusCode::FORBIDDEN, detail).into_response())
    }

    /// What binds a challenge of this page to this session.
    pub(super) fn binding(&self) -> Vec<u8> {
        [self.session.cookie.as_bytes().as_slice(), self.session.id.to_string().as_bytes()].concat()
    }
}
