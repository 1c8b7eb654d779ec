//! What the pages show. `app` draws it; nothing here is HTML.

use leasehold_domain::grant::Grant;
use leasehold_domain::hold::Hold;
use leasehold_domain::lease::Lease;
use leasehold_domain::session::Session;
use leasehold_domain::user::User;
use leasehold_oauth_types::account::LossView;
use leasehold_oauth_types::interaction::{
    FormView, InteractionView, RestoreLine, SignInView, StepUpError, StepUpPurpose, StepUpView,
};
use leasehold_oauth_types::{AuthorizationDetail, Remedy, ScopeSet};
use leasehold_storage::{StorageError, Transaction};

use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::factors::recovery_codes;
use crate::interaction::asking::{lapsed, named_grant};
use crate::interaction::consent_view::consent;
use crate::interaction::device;
use crate::interaction::flash::Flash;
use crate::interaction::live::{Live, NotLive};
use crate::interaction::named::Named;
use crate::interaction::next::{Next, next, object_scopes, offered};
use crate::interaction::usable::{lack, reaching, ways, without_locked};
use crate::pins;

/// The pages of an authorization request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// `…/sign-in`
    SignIn,
    /// `…/consent`
    Consent,
    /// `…/step-up`
    StepUp,
}

/// Why a page cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InteractionError {
    /// There is no such request.
    NotFound,
    /// The request was answered or is past its end.
    Over,
    /// The request was begun in another browser.
    OtherBrowser,
    /// Another page comes next: go there.
    GoTo(String),
    /// Storage does not answer.
    Unavailable,
}

impl From<StorageError> for InteractionError {
    fn from(error: StorageError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "a page cannot be shown");
        Self::Unavailable
    }
}

impl From<NotLive> for InteractionError {
    fn from(not_live: NotLive) -> Self {
        match not_live {
            NotLive::Unknown => Self::NotFound,
            NotLive::Over => Self::Over,
            NotLive::OtherBrowser | NotLive::Forged => Self::OtherBrowser,
        }
    }
}

/// Handle for the pages.
#[derive(Clone, Debug)]
pub struct Interactions(pub(crate) AuthorizationServer);

impl AuthorizationServer {
    /// The handle with which the issuer's pages get what they show.
    #[must_use]
    pub fn interactions(&self) -> Interactions {
        Interactions(self.clone())
    }
}

impl Interactions {
    /// What a page shows in this browser, in the language asked for (`en`, `nl`, `de`).
    ///
    /// # Errors
    ///
    /// If the request cannot go on here, or another page comes next.
    pub async fn view(
        &self,
        id: &str,
        page: Page,
        browser: &Browser,
        locale: &str,
    ) -> Result<InteractionView, InteractionError> {
        let server = &self.0;
        let mut tx = server.storage.read().await?;
        let live = Live::load(server, tx.as_mut(), id, browser).await??;
        let flash = Flash::read(tx.flash(live.authorization.id).await?.as_deref());
        let next = next(server, tx.as_mut(), &live).await?;
        let user = match &live.session {
            Some(session) => tx.user(session.user).await?,
            None => None,
        };
        match (page, next, live.session.clone(), user) {
            (Page::SignIn, Next::SignIn, _, _) => Ok(InteractionView::SignIn(sign_in(server, &live, flash))),
            (Page::Consent, Next::Consent, Some(session), Some(user)) => {
                consent(server, tx.as_mut(), &live, &session, &user, locale)
                    .await
                    .map(InteractionView::Consent)
            }
            (Page::StepUp, Next::StepUp, Some(session), Some(user)) => {
                let view = step_up(server, tx.as_mut(), &live, &session, &user, flash, locale).await?;
                Ok(InteractionView::StepUp(view))
            }
            (_, Next::SignIn, _, _) => Err(InteractionError::GoTo(live.page("sign-in"))),
            (_, Next::Consent, _, _) => Err(InteractionError::GoTo(live.page("consent"))),
            (_, Next::StepUp, _, _) => Err(InteractionError::GoTo(live.page("step-up"))),
            // A form finishes a request, never the mere look at a page.
            (_, Next::Issue | Next::Refuse(_), _, _) => Err(InteractionError::Over),
        }
    }
}

pub(super) fn form(server: &AuthorizationServer, live: &Live, page: &str) -> FormView {
    let uri = &live.authorization.request.redirect_uri;
    FormView {
        action: live.page(page),
        csrf: live.csrf(server),
        redirect_origins: origin(uri).into_iter().collect(),
    }
}

/// Scheme, host and port of a registered redirect URI.
pub(crate) fn origin(uri: &str) -> Option<String> {
    let url = url::Url::parse(uri).ok()?;
    Some(url.origin().ascii_serialization()).filter(|origin| origin != "null")
}

pub(super) fn app_name(server: &AuthorizationServer, live: &Live) -> String {
    let client = server.config.registry.client(&live.authorization.request.client);
    client.map(|client| client.name.clone()).unwrap_or_default()
}

fn sign_in(server: &AuthorizationServer, live: &Live, flash: Flash) -> SignInView {
    SignInView {
        form: form(server, live, "sign-in"),
        app: app_name(server, live),
        username: flash.username,
        error: flash.sign_in,
        unknown_passkey: flash.unknown_passkey,
    }
}

async fn step_up(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    live: &Live,
    session: &Session,
    user: &User,
    flash: Flash,
    locale: &str,
) -> Result<StepUpView, InteractionError> {
    let request = &live.authorization.request;
    let factors = tx.factors(user.id).await?;
    let definitions = request.scope.iter().filter_map(|scope| server.config.catalogue.get(scope));
    let lasts_s = definitions.filter_map(|definition| definition.max_age_s).min();
    let purpose = match request.details.first() {
        Some(AuthorizationDetail::LeaseRestore(restore)) => {
            let mut lost = Vec::new();
            for id in restore.holds.iter().filter_map(|id| id.parse().ok()) {
                if let Some(hold) =
                    tx.hold(id).await?.filter(|hold| hold.is_open() && hold.subject.user == user.id)
                {
                    lost.extend(lines(server, tx, &hold, locale).await?);
                }
            }
            if let Some(grant) = named_grant(tx, restore, session).await? {
                lost.extend(lapsed_lines(server, &grant, locale));
            }
            StepUpPurpose::Restore { lost }
        }
        Some(AuthorizationDetail::DeviceConfirmation(confirmation)) => {
            let id = confirmation.device.parse().map_err(|_| InteractionError::NotFound)?;
            let named = tx.device(id).await?.ok_or(InteractionError::NotFound)?;
            let trust = tx.trust(user.id, id).await?.ok_or(InteractionError::NotFound)?;
            let sessions = tx.sessions(user.id).await?;
            let place = sessions.iter().find(|session| session.device == id);
            StepUpPurpose::ConfirmDevice {
                device: named.name,
                place: place.and_then(|session| country_name(&session.place, locale)),
                first_seen: trust.first_seen.timestamp(),
                itself: id == session.device,
            }
        }
        Some(detail) => StepUpPurpose::Object {
            detail: detail.clone(),
            titles: titles(server, &object_scopes(server, request, detail), locale),
            lost: offered_lines(server, tx, live, session, locale).await?,
        },
        None => {
            let lost = offered_lines(server, tx, live, session, locale).await?;
            if lost.is_empty() {
                StepUpPurpose::Scopes { titles: titles(server, &request.scope, locale) }
            } else {
                StepUpPurpose::Restore { lost }
            }
        }
    };
    // Without a key it is good for its object alone.
    let keyed = tx.device(session.device).await?.is_some_and(|device| device.key.is_some());
    let lasts_s = lasts_s
        .filter(|_| keyed || !matches!(purpose, StepUpPurpose::Object { .. }))
        .filter(|_| !matches!(purpose, StepUpPurpose::Restore { .. } | StepUpPurpose::ConfirmDevice { .. }));
    let (all, mut factors) = (&factors, reaching(&factors, session, request.acr, server.now()));
    if matches!(purpose, StepUpPurpose::ConfirmDevice { itself: true, .. }) {
        let own = tx.trust(user.id, session.device).await?.ok_or(InteractionError::NotFound)?;
        let confirming = device::confirming_here(server, tx, &own).await?;
        factors.retain(|factor| confirming.contains(&factor.id));
    }
    let pin_locked = pins::is_locked(server, &factors, session.device);
    let named = Named::of(server, tx, live, session).await?;
    Ok(StepUpView {
        form: FormView { csrf: named.csrf(server, live), ..form(server, live, "step-up") },
        app: app_name(server, live),
        username: user.username.clone(),
        purpose,
        lacks: if factors.is_empty() { lack(all, session, server.now()) } else { None },
        recovery: recovery_codes::left(tx, all).await? > 0,
        factors: without_locked(ways(&factors), pin_locked),
        lasts_s,
        error: flash.step_up.or(pin_locked.then_some(StepUpError::PinLocked)),
    })
}

/// Lines for the holds that the server offers to close by itself.
async fn offered_lines(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    live: &Live,
    session: &Session,
    locale: &str,
) -> Result<Vec<RestoreLine>, InteractionError> {
    let factors = tx.factors(session.user).await?;
    let mut lost = Vec::new();
    for hold in offered(server, tx, live, session, &factors).await? {
        lost.extend(lines(server, tx, &hold, locale).await?);
    }
    Ok(lost)
}

fn titles(server: &AuthorizationServer, scopes: &ScopeSet, locale: &str) -> Vec<String> {
    let definitions = scopes.iter().filter_map(|scope| Some((scope, server.config.catalogue.get(scope)?)));
    definitions
        .filter(|(_, definition)| definition.needs_proof())
        .map(|(scope, definition)| definition.names_in(locale, scope).title)
        .collect()
}

/// One line for each scope that the hold takes from a live grant.
async fn lines(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    hold: &Hold,
    locale: &str,
) -> Result<Vec<RestoreLine>, InteractionError> {
    let grants = tx.covered_grants(&hold.subject).await?;
    let mut lines: Vec<RestoreLine> = Vec::new();
    for grant in &grants {
        let client = server.config.registry.client(&grant.client);
        for scope in grant.scopes().intersection(&hold.scopes).iter() {
            let Some(definition) = server.config.catalogue.get(scope) else { continue };
            let line = RestoreLine {
                noun: definition.names_in(locale, scope).noun,
                app: client.map(|client| client.name.clone()).unwrap_or_default(),
                loss: loss(server, hold, locale, true),
            };
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    Ok(lines)
}

/// One line for each scope of a grant whose lifetime is over.
fn lapsed_lines(server: &AuthorizationServer, grant: &Grant, locale: &str) -> Vec<RestoreLine> {
    let client = server.config.registry.client(&grant.client);
    let over = lapsed(server, grant);
    let leases = grant.leases.iter().filter(|lease| over.contains(&lease.scope));
    leases
        .filter_map(|lease| {
            let definition = server.config.catalogue.get(&lease.scope)?;
            Some(RestoreLine {
                noun: definition.names_in(locale, &lease.scope).noun,
                app: client.map(|client| client.name.clone()).unwrap_or_default(),
                loss: lapse(server, lease, locale, true),
            })
        })
        .collect()
}

/// The end of a lifetime, as people read it.
pub(crate) fn lapse(server: &AuthorizationServer, lease: &Lease, locale: &str, here: bool) -> LossView {
    let code = "lifetime_over";
    LossView {
        hold: String::new(),
        code: code.to_owned(),
        text: server.policy.reason_text(code, locale, ""),
        remedy: Remedy::Reconsent,
        since: lease.expires_at.unwrap_or(lease.consented_at).timestamp(),
        until: None,
        took_ms: None,
        can_restore_here: here,
    }
}

/// A hold, as people read it.
pub(crate) fn loss(server: &AuthorizationServer, hold: &Hold, locale: &str, here: bool) -> LossView {
    LossView {
        hold: hold.id.to_string(),
        code: hold.rule.clone(),
        text: server.policy.reason_text(&hold.rule, locale, &hold.cause),
        remedy: hold.remedy,
        since: hold.opened_at.timestamp(),
        until: hold.until.map(|until| until.timestamp()),
        took_ms: hold.took_ms,
        can_restore_here: here,
    }
}

/// The country of a place, in words.
pub(crate) fn country_name(place: &leasehold_domain::facts::Place, locale: &str) -> Option<String> {
    let code = place.country.as_deref()?;
    Some(leasehold_policy::country_name(code, locale).to_owned())
}
