//! An authorization request that waits for its person, in the browser it is bound to.

use axum::response::{IntoResponse as _, Response};
use http::header::{LOCATION, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use leasehold_domain::authorization::{Authorization, Stage};
use leasehold_domain::proof::Proof;
use leasehold_domain::session::Session;
use leasehold_domain::{AuthorizationId, HashedToken, PlainToken, SessionId, TokenKind};
use leasehold_http_kit::ProblemResponse;
use leasehold_http_kit::cookies::TRANSACTION;
use leasehold_oauth_types::ScopeSet;
use leasehold_storage::{Result, StorageError, Transaction};

use crate::AuthorizationServer;
use crate::browser::{self, Browser, csrf, is_own_form};
use crate::config::limits;
use crate::device_key::stay;
use crate::failure::Failure;
use crate::interaction::flash::Flash;
use crate::interaction::sign_in::sign_in_name;
use crate::recognition;

/// The parts of a pending stage.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) session: Option<SessionId>,
    pub(crate) consented: Option<ScopeSet>,
    pub(crate) proofs: Vec<Proof>,
    pub(crate) confirmed: bool,
    pub(crate) elevates: ScopeSet,
}

impl Pending {
    /// Nothing done yet, in this session or in none.
    pub(crate) fn of(session: Option<SessionId>) -> Self {
        Self { session, consented: None, proofs: Vec::new(), confirmed: false, elevates: ScopeSet::new() }
    }
}

/// A pending request, opened in its own browser.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    pub(crate) authorization: Authorization,
    pub(crate) pending: Pending,
    /// The session that is to answer, if it still lives.
    pub(crate) session: Option<Session>,
    pub(crate) browser: HashedToken,
}

/// Why a request cannot go on in this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotLive {
    Unknown,
    /// Answered or past its end.
    Over,
    /// Begun in another browser (checklist AZ-18).
    OtherBrowser,
    /// The form is not from a page of this request.
    Forged,
}

impl Live {
    /// Loads a request for the browser it is bound to.
    pub(crate) async fn load(
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        id: &str,
        browser: &Browser,
    ) -> Result<std::result::Result<Self, NotLive>> {
        let Ok(id) = id.parse::<AuthorizationId>() else { return Ok(Err(NotLive::Unknown)) };
        let Some(authorization) = tx.authorization(id).await? else { return Ok(Err(NotLive::Unknown)) };
        let cookie = browser.transaction.as_ref().map(PlainToken::hashed);
        let Some(bound) = authorization.browser.filter(|bound| Some(*bound) == cookie) else {
            return Ok(Err(NotLive::OtherBrowser));
        };
        if !authorization.is_pending(server.now()) {
            return Ok(Err(NotLive::Over));
        }
        Self::from_pending(server, tx, authorization, bound).await.map(|live| live.ok_or(NotLive::Over))
    }

    pub(crate) async fn from_pending(
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        authorization: Authorization,
        browser: HashedToken,
    ) -> Result<Option<Self>> {
        let Stage::Pending { session, consented, proofs, confirmed, elevates } = authorization.stage.clone()
        else {
            return Ok(None);
        };
        let loaded = match session {
            Some(id) => tx.session(id).await?.filter(|session| session.is_live(server.now())),
            None => None,
        };
        let pending = Pending { session, consented, proofs, confirmed, elevates };
        Ok(Some(Self { authorization, pending, session: loaded, browser }))
    }

    /// The hidden token of this request's forms.
    pub(crate) fn csrf(&self, server: &AuthorizationServer) -> String {
        csrf(server, self.browser, &self.authorization.id.to_string())
    }

    /// Refuses a form that was not sent from this request's own page.
    pub(crate) fn check_form(
        &self,
        server: &AuthorizationServer,
        browser: &Browser,
        given: Option<&str>,
    ) -> std::result::Result<(), NotLive> {
        let own = is_own_form(server, &browser.headers, given, &self.csrf(server));
        if own { Ok(()) } else { Err(NotLive::Forged) }
    }

    /// Writes how far the request has come; `false` if it was answered meanwhile in another tab.
    pub(crate) async fn save(&mut self, tx: &mut dyn Transaction) -> Result<bool> {
        let Pending { session, consented, proofs, confirmed, elevates } = self.pending.clone();
        self.authorization.stage = Stage::Pending { session, consented, proofs, confirmed, elevates };
        tx.update_pending(&self.authorization).await
    }

    pub(crate) fn page(&self, page: &str) -> String {
        format!("/interaction/{}/{page}", self.authorization.id)
    }
}

impl NotLive {
    /// The answer to a form of a request that cannot go on.
    pub(crate) fn response(self) -> Response {
        let status = match self {
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::Over => StatusCode::GONE,
            Self::OtherBrowser | Self::Forged => StatusCode::FORBIDDEN,
        };
        let code = match self {
            Self::Unknown => "not_found",
            Self::Over => "expired",
            Self::OtherBrowser => "other_browser",
            Self::Forged => "forged",
        };
        error_page(status, code)
    }
}

/// Opens a request in a browser: binds it, takes up the browser's session, and weighs that session's grants
/// where the browser is now.
pub(crate) async fn begin(
    server: &AuthorizationServer,
    browser: &Browser,
    mut authorization: Authorization,
    new: bool,
) -> std::result::Result<(Live, Option<HeaderValue>), Failure> {
    let now = server.now();
    let binding = match &browser.transaction {
        Some(token) => token.clone(),
        None => PlainToken::generate(TokenKind::Transaction, server.entropy.as_ref()),
    };
    // Set again each time, or it would end before the request that was begun last.
    let cookie = Some(TRANSACTION.set(binding.expose()));
    let mut tx = server.storage.write().await?;
    recognition::note_copy(server, tx.as_mut(), browser).await?;
    let session = browser::session(server, tx.as_mut(), browser).await?.map(|session| session.touched(now));
    if let Some(session) = &session {
        tx.update_session(session).await?;
    }
    let first = authorization.begun_at.is_none();
    if first {
        authorization.browser = Some(binding.hashed());
        authorization.begun_at = Some(now);
        authorization.expires_at = now + limits::INTERACTION;
    }
    let pending = Pending::of(session.as_ref().map(|session| session.id));
    let mut live = Live { authorization, pending, session, browser: binding.hashed() };
    if new {
        tx.add_authorization(&live.authorization).await?;
    }
    if !live.save(tx.as_mut()).await? {
        return Err(StorageError::inconsistent("a request was answered before it was opened").into());
    }
    let username = live.authorization.request.login_hint.as_deref().filter(|_| first).and_then(sign_in_name);
    let sign_in = match live.session {
        None => stay::why(server, tx.as_mut(), browser).await?,
        Some(_) => None,
    };
    if username.is_some() || sign_in.is_some() {
        let flash = Flash { username, sign_in, ..Flash::default() };
        tx.set_flash(live.authorization.id, Some(&flash.write())).await?;
    }
    let mut grants = Vec::new();
    if let Some(session) = &live.session {
        grants = tx.session_grants(session.id).await?.iter().map(|grant| grant.id).collect();
    }
    tx.commit().await?;
    let context =
        crate::leases::evaluate::RequestContext { place: Some(browser.place(server)), ..Default::default() };
    server.weigh_session(&grants, &context).await?;
    Ok((live, cookie))
}

/// 303, never 307: the form that led here may carry a password (RFC 9700 section 4.12).
pub(crate) fn see_other(location: &str, cookies: impl IntoIterator<Item = HeaderValue>) -> Response {
    let Ok(location) = HeaderValue::from_str(location) else {
        return ProblemResponse::new(StatusCode::INTERNAL_SERVER_ERROR).into_response();
    };
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response();
    for cookie in cookies {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// Marks a response that a person should see as a page; whoever draws pages replaces the body and keeps
/// the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorPage(pub &'static str);

/// An error that must not go to the client: said here, with no `Location` (checklist AZ-2). `code` is one of
/// ours, never text from the request.
pub(crate) fn error_page(status: StatusCode, code: &'static str) -> Response {
    let mut response = ProblemResponse::with_detail(status, code).into_response();
    response.extensions_mut().insert(ErrorPage(code));
    response
}
