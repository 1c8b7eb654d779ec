//! How far a set-up has come in one browser.

use axum::response::{IntoResponse as _, Response};
use chrono::Duration;
use http::StatusCode;
use leasehold_domain::user::Role;
use leasehold_domain::{HashedToken, PlainToken, Time};
use leasehold_http_kit::ProblemResponse;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::interaction::StepUpError;
use leasehold_storage::{LinkPurpose, Result, Transaction};
use serde::{Deserialize, Serialize};

use crate::AuthorizationServer;
use crate::browser::{Browser, csrf, is_own_form};
use crate::interaction::drafts::DraftKey;
use crate::interaction::live::NotLive;
use crate::interaction::passwords::HashedPassword;

const PURPOSE: &str = "draft-setup";

/// How long a set-up may be finished after the end of its link. Every page lets the draft live on, so without
/// this a set-up could be kept open for as long as its forms are sent.
const GRACE: Duration = Duration::minutes(10);

/// What was entered so far.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct SetupDraft {
    /// What the link was for.
    pub(super) purpose: LinkPurpose,
    /// When the link ends.
    pub(super) link_expires_at: Time,
    pub(super) stage: Stage,
}

/// The page that comes next.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Stage {
    /// Name and password.
    Account { error: Option<String> },
    /// An authenticator app.
    Factor(Box<Chosen>),
}

/// What the account will be.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Chosen {
    pub(super) username: String,
    pub(super) name: String,
    pub(super) password: HashedPassword,
    /// Whether the password is long enough to stand alone.
    pub(super) may_stand_alone: bool,
    pub(super) secret: Vec<u8>,
    pub(super) error: Option<StepUpError>,
}

/// A set-up, opened in its own browser.
pub(super) struct Opened {
    pub(super) draft: SetupDraft,
    pub(super) key: DraftKey,
    pub(super) cookie: PlainToken,
}

impl Opened {
    /// Loads the set-up that this browser has begun, if it is in time and what it is for is still to be done.
    pub(super) async fn load(
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        browser: &Browser,
    ) -> Result<Option<Self>> {
        let Some(cookie) = browser.transaction.clone() else { return Ok(None) };
        let key = key(server, &cookie);
        let Some(draft) = key.read::<SetupDraft>(server, tx).await? else { return Ok(None) };
        if server.now() >= draft.link_expires_at + GRACE {
            return Ok(None);
        }
        Ok(is_open(tx, &draft.purpose).await?.then_some(Self { draft, key, cookie }))
    }

    /// The hidden token of the pages after the link's.
    pub(super) fn csrf(&self, server: &AuthorizationServer) -> String {
        form_token(server, self.cookie.hashed())
    }

    pub(super) async fn save(&self, server: &AuthorizationServer, tx: &mut dyn Transaction) -> Result<()> {
        self.key.write(server, tx, &self.draft).await
    }
}

/// Where the draft of this browser lies.
pub(super) fn key(server: &AuthorizationServer, cookie: &PlainToken) -> DraftKey {
    DraftKey::new(server, PURPOSE, cookie.hashed())
}

/// The hidden token: bound to the cookie, or on the link's own page, where there is none yet, to the link.
pub(super) fn form_token(server: &AuthorizationServer, bound_to: HashedToken) -> String {
    csrf(server, bound_to, "setup")
}

/// Refuses a form that was not sent from its own page.
pub(super) fn check_form(
    server: &AuthorizationServer,
    browser: &Browser,
    form: &Params,
    expected: &str,
) -> Option<Response> {
    let own = is_own_form(server, &browser.headers, form.get("csrf"), expected);
    let detail = "the form was not sent from its own page";
    (!own).then(|| ProblemResponse::with_detail(StatusCode::FORBIDDEN, detail).into_response())
}

/// Used, too old, unknown or overtaken: all look alike (checklist ML-3).
pub(super) fn over() -> Response {
    NotLive::Over.response()
}

/// Whether there still is something to do: no administrator yet, or nobody of that name. A link for something else
/// sets nothing up.
pub(super) async fn is_open(tx: &mut dyn Transaction, purpose: &LinkPurpose) -> Result<bool> {
    Ok(match purpose {
        LinkPurpose::FirstAdmin => !tx.any_admin().await?,
        LinkPurpose::NewUser { username, .. } => tx.user_by_username(username).await?.is_none(),
        LinkPurpose::ConfirmDevice { .. } => false,
    })
}

/// What the new person may do.
pub(super) fn role(purpose: &LinkPurpose) -> Role {
    match purpose {
        LinkPurpose::FirstAdmin => Role::Admin,
        LinkPurpose::NewUser { role, .. } => *role,
        LinkPurpose::ConfirmDevice { .. } => Role::User,
    }
}
