//! What the forms and scripts of an authorization request have in common: which request, from which browser, and
//! whether that browser may answer.

use std::ops::Deref;

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use leasehold_domain::session::Session;
use leasehold_http_kit::FormFields;
use leasehold_oauth_types::form::Params;
use leasehold_storage::Transaction;

use crate::AuthorizationServer;
use crate::browser::{self, Browser};
use crate::interaction::live::{Live, NotLive};
use crate::stop::Stop;

/// The browser that sent something to `/interaction/{id}/…`.
pub(super) struct Sender {
    pub(super) id: String,
    pub(super) browser: Browser,
}

impl FromRequestParts<AuthorizationServer> for Sender {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, server: &AuthorizationServer) -> Result<Self, Response> {
        let Path(id) = Path::from_request_parts(parts, server).await.map_err(IntoResponse::into_response)?;
        Ok(Self { id, browser: Browser::of(parts) })
    }
}

impl Sender {
    /// The request, in the browser it is bound to.
    pub(super) async fn live(
        &self,
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
    ) -> Result<Live, Stop> {
        Ok(Live::load(server, tx, &self.id, &self.browser).await??)
    }

    /// The same for a page of a signed-in person: only whoever is signed in in this very browser answers for
    /// the session.
    pub(super) async fn signed_in(
        &self,
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
    ) -> Result<(Live, Session), Stop> {
        let live = self.live(server, tx).await?;
        let session = self.session_of(server, tx, &live).await?;
        Ok((live, session))
    }

    /// The session that answers the request.
    pub(super) async fn session_of(
        &self,
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        live: &Live,
    ) -> Result<Session, Stop> {
        let here = browser::session(server, tx, &self.browser).await?;
        let own = live.session.clone().filter(|own| here.is_some_and(|here| here.id == own.id));
        Ok(own.ok_or(NotLive::OtherBrowser)?)
    }
}

/// A form that was posted to `/interaction/{id}/…`.
pub(super) struct InteractionForm {
    sender: Sender,
    pub(super) fields: Params,
}

impl FromRequest<AuthorizationServer> for InteractionForm {
    type Rejection = Response;

    async fn from_request(request: Request, server: &AuthorizationServer) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let sender = Sender::from_request_parts(&mut parts, server).await?;
        let FormFields(fields) = FormFields::from_request(Request::from_parts(parts, body), server)
            .await
            .map_err(IntoResponse::into_response)?;
        Ok(Self { sender, fields })
    }
}

impl Deref for InteractionForm {
    type Target = Sender;

    fn deref(&self) -> &Sender {
        &self.sender
    }
}

impl InteractionForm {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name)
    }
}
