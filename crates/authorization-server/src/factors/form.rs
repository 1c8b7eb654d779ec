//! What the forms and scripts of these pages have in common: who is signed in, whether it was sent from its own
//! page, and whether that session may change factors now.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use http::request::Parts;
use leasehold_http_kit::cookies::ISSUER_SESSION;
use leasehold_http_kit::{FormFields, ProblemResponse};
use leasehold_oauth_types::form::Params;
use leasehold_storage::Transaction;

use super::manager::Manager;
use super::permit::{Granted, Permit};
use super::view::{confirm_for, sign_in_again};
use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::device_key::stay;
use crate::interaction::drafts::DraftKey;
use crate::interaction::passkey::csrf_header;
use crate::interaction::see_other;
use crate::stop::Stop;

/// The one write transaction of a request, and whoever sent it.
pub(super) type Opened = (Box<dyn Transaction>, Manager);

/// A form that was posted to one of these pages.
pub(super) struct FactorForm {
    pub(super) browser: Browser,
    pub(super) fields: Params,
}

impl FromRequest<AuthorizationServer> for FactorForm {
    type Rejection = Response;

    async fn from_request(request: Request, server: &AuthorizationServer) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let browser = Browser::of(&parts);
        let FormFields(fields) = FormFields::from_request(Request::from_parts(parts, body), server)
            .await
            .map_err(axum::response::IntoResponse::into_response)?;
        Ok(Self { browser, fields })
    }
}

impl FactorForm {
    /// A field; one that is missing is empty.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.get(name).unwrap_or_default()
    }

    /// Whoever is signed in here; nobody is sent to the dashboard, which asks for a sign-in.
    pub(super) async fn load(&self, server: &AuthorizationServer) -> Result<Opened, Stop> {
        let mut tx = server.storage.write().await?;
        match Manager::load(server, tx.as_mut(), &self.browser).await? {
            Some(manager) => Ok((tx, manager)),
            None => Err(see_other(&server.config.account_url, []).into()),
        }
    }

    /// Whether it was sent from that page.
    pub(super) fn check(
        &self,
        server: &AuthorizationServer,
        manager: &Manager,
        page: &str,
    ) -> Result<(), Stop> {
        manager.check_form(server, &self.browser, self.fields.get("csrf"), page)
    }

    /// Whoever sent it from that page.
    pub(super) async fn open(&self, server: &AuthorizationServer, page: &str) -> Result<Opened, Stop> {
        let (tx, manager) = self.load(server).await?;
        self.check(server, &manager, page)?;
        Ok((tx, manager))
    }

    /// Goes on only in the browser that holds the key of its device, if that has one: a session whose cookie was
    /// copied proves and changes nothing. It goes on where its key is; whoever shows it here signs in.
    pub(super) async fn stays(
        &self,
        server: &AuthorizationServer,
        (mut tx, manager): Opened,
    ) -> Result<Opened, Stop> {
        if stay::stays(server, tx.as_mut(), &self.browser, &manager.session, &self.fields).await? {
            return Ok((tx, manager));
        }
        stay::remember_why(server, tx.as_mut(), &self.browser).await?;
        tx.commit().await?;
        Err(see_other(&sign_in_again(server), [ISSUER_SESSION.clear()]).into())
    }

    /// Whoever sent it from that page, may change factors now, and is still where the key is.
    pub(super) async fn permitted(
        &self,
        server: &AuthorizationServer,
        page: &str,
        opened: Opened,
    ) -> Result<(Opened, Granted), Stop> {
        self.check(server, &opened.1, page)?;
        let granted = granted(server, &opened.1, page)?;
        Ok((self.stays(server, opened).await?, granted))
    }
}

fn done(server: &AuthorizationServer, manager: &Manager) -> DraftKey {
    DraftKey::of_session(server, "draft-done", manager.session.id)
}

/// Notes that a ceremony has led to its factor.
pub(super) async fn note_done(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    manager: &Manager,
    ceremony: &str,
) -> leasehold_storage::Result<()> {
    done(server, manager).write(server, tx, &ceremony).await
}

/// Whether it has: a second click is told the same as the first.
pub(super) async fn is_done(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    manager: &Manager,
    ceremony: &str,
) -> leasehold_storage::Result<bool> {
    Ok(done(server, manager).read::<String>(server, tx).await?.is_some_and(|before| before == ceremony))
}

/// What the session may do; whoever has to prove something first is sent there, and back to that page.
fn granted(server: &AuthorizationServer, manager: &Manager, page: &str) -> Result<Granted, Stop> {
    match manager.permit_for(server, page) {
        Permit::Granted(granted) => Ok(granted),
        Permit::Prove(_) | Permit::Elsewhere => Err(see_other(&confirm_for(page), []).into()),
    }
}

/// A request of a script on one of these pages, with the token of its form in a header. It is answered with a
/// problem, never with a redirect.
pub(super) struct FactorScript(Browser);

impl FromRequestParts<AuthorizationServer> for FactorScript {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AuthorizationServer) -> Result<Self, Self::Rejection> {
        Ok(Self(Browser::of(parts)))
    }
}

impl FactorScript {
    /// Whoever's script it is.
    pub(super) async fn open(&self, server: &AuthorizationServer, page: &str) -> Result<Opened, Stop> {
        let mut tx = server.storage.write().await?;
        let Some(manager) = Manager::load(server, tx.as_mut(), &self.0).await? else {
            return Err(problem(StatusCode::UNAUTHORIZED));
        };
        manager.check_form(server, &self.0, csrf_header(&self.0), page)?;
        Ok((tx, manager))
    }

    /// The same for whoever may change factors now.
    pub(super) async fn permitted(&self, server: &AuthorizationServer, page: &str) -> Result<Opened, Stop> {
        let (tx, manager) = self.open(server, page).await?;
        match manager.permit_for(server, page) {
            Permit::Granted(_) => Ok((tx, manager)),
            Permit::Prove(_) | Permit::Elsewhere => Err(problem(StatusCode::FORBIDDEN)),
        }
    }
}

/// A bare problem of that status.
pub(super) fn problem(status: StatusCode) -> Stop {
    ProblemResponse::new(status).into_response().into()
}
