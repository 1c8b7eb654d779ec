//! `/factors/totp`: a signed-in person adds an authenticator app.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chrono::Duration;
use http::StatusCode;
use leasehold_domain::hold::Subject;
use leasehold_domain::log::{Change, Initiator, LogEntry};
use leasehold_domain::session::{Proof, Session};
use leasehold_domain::user::{Enrolment, Factor, FactorKind, User};
use leasehold_factors::TotpSecret;
use leasehold_http_kit::{FormFields, ProblemResponse};
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::interaction::{StepUpError, TotpEnrolmentView};
use leasehold_oauth_types::notice::{NoticeKind, NoticedFactor};
use leasehold_storage::{StorageError, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::AuthorizationServer;
use crate::browser::{self, Browser, csrf, is_own_form};
use crate::failure::Failure;
use crate::interaction::drafts::DraftKey;
use crate::interaction::{InteractionError, Interactions, enrolment, passwords, see_other};
use crate::leases::apply::{Cause, blank};
use crate::limits::{self, Standing};
use crate::notices::{Occasion, notify};

const PAGE: &str = "/factors/totp";
const CSRF_SUBJECT: &str = "enrol-totp";
const DRAFT: &str = "draft-enrol-totp";
/// How old the proof of the password may be.
const PASSWORD_AGE: Duration = Duration::minutes(5);

/// What is kept between the page and its form.
#[derive(Serialize, Deserialize)]
struct TotpDraft {
    secret: Vec<u8>,
    wrong_password: bool,
    error: Option<StepUpError>,
}

/// A person who may enrol one: signed in here, without one so far.
struct Enrolling {
    user: User,
    session: Session,
    password: Option<Factor>,
    key: DraftKey,
}

impl Enrolling {
    async fn load(
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        browser: &Browser,
    ) -> Result<Option<Self>, StorageError> {
        let Some(session) = browser::session(server, tx, browser).await? else { return Ok(None) };
        let Some(user) = tx.user(session.user).await? else { return Ok(None) };
        let mut factors = tx.factors(user.id).await?;
        if factors.iter().any(|factor| factor.kind == FactorKind::Totp) {
            return Ok(None);
        }
        factors.retain(|factor| factor.kind == FactorKind::Password);
        let key = DraftKey::new(server, DRAFT, session.cookie);
        Ok(Some(Self { user, session, password: factors.pop(), key }))
    }

    fn csrf(&self, server: &AuthorizationServer) -> String {
        csrf(server, self.session.cookie, CSRF_SUBJECT)
    }

    fn needs_password(&self, server: &AuthorizationServer) -> bool {
        self.session.latest(FactorKind::Password).is_none_or(|at| server.now() >= at + PASSWORD_AGE)
    }

    fn failures(&self) -> String {
        format!("password:{}", self.user.id)
    }
}

impl Interactions {
    /// The page for this browser's session; the secret stays the same until it is enrolled or ten minutes
    /// old.
    ///
    /// # Errors
    ///
    /// [`InteractionError::GoTo`] the dashboard when nobody is signed in here or the person has an
    /// authenticator app, [`InteractionError::Unavailable`].
    pub async fn totp_enrolment(&self, browser: &Browser) -> Result<TotpEnrolmentView, InteractionError> {
        let server = &self.0;
        let elsewhere = || InteractionError::GoTo(server.config.account_url.clone());
        let mut tx = server.storage.write().await?;
        let enrolling = Enrolling::load(server, tx.as_mut(), browser).await?.ok_or_else(elsewhere)?;
        let draft = match enrolling.key.read::<TotpDraft>(server, tx.as_mut()).await? {
            Some(draft) => draft,
            None => {
                let secret = TotpSecret::generate(server.entropy.as_ref()).expose().to_vec();
                let draft = TotpDraft { secret, wrong_password: false, error: None };
                enrolling.key.write(server, tx.as_mut(), &draft).await?;
                tx.commit().await?;
                draft
            }
        };
        let secret = enrolment::secret(&draft.secret)?;
        let form = enrolment::form(server, PAGE, enrolling.csrf(server));
        Ok(TotpEnrolmentView {
            needs_password: enrolling.needs_password(server),
            wrong_password: draft.wrong_password,
            error: draft.error,
            ..enrolment::view(form, &secret, &enrolling.user.username)?
        })
    }
}

pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    browser: Browser,
    FormFields(form): FormFields,
) -> Response {
    match answer(&server, &browser, &form).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

async fn answer(server: &AuthorizationServer, browser: &Browser, form: &Params) -> Result<Response, Failure> {
    let mut tx = server.storage.read().await?;
    // Enrolled meanwhile, or signed out: on to where both lead.
    let Some(enrolling) = Enrolling::load(server, tx.as_mut(), browser).await? else {
        return Ok(see_other(&server.config.account_url, []));
    };
    if !is_own_form(server, &browser.headers, form.get("csrf"), &enrolling.csrf(server)) {
        let detail = "the form was not sent from its own page";
        return Ok(ProblemResponse::with_detail(StatusCode::FORBIDDEN, detail).into_response());
    }
    drop(tx);
    if enrolling.needs_password(server) && !prove_password(server, &enrolling, browser, form).await? {
        return again(server, enrolling.key, true, None).await;
    }
    enrol(server, browser, form).await
}

/// Compares the password, limited like a sign-in, and notes the proof in the session.
async fn prove_password(
    server: &AuthorizationServer,
    enrolling: &Enrolling,
    browser: &Browser,
    form: &Params,
) -> Result<bool, Failure> {
    let now = server.now();
    let account = enrolling.failures();
    let address = format!("sign-in:address:{}", browser.address);
    let buckets = [(account.as_str(), limits::SIGN_IN), (address.as_str(), limits::ADDRESS)];
    let (Some(password), Some(factor)) = (form.get("password"), &enrolling.password) else {
        return Ok(false);
    };
    let mut tx = server.storage.write().await?;
    for (bucket, limit) in buckets {
        if let Standing::Paused(_) = limits::standing(tx.as_mut(), bucket, limit, now).await? {
            return Ok(false);
        }
    }
    // Counted first, as at sign-in: parallel attempts cannot slip under the limit.
    for (bucket, _) in buckets {
        tx.add_failure(bucket, now).await?;
    }
    tx.commit().await?;
    let short = password.len() <= passwords::LONGEST;
    if !short || !passwords::verify(password.to_owned(), Some(factor.secret.clone())).await {
        return Ok(false);
    }
    let mut tx = server.storage.write().await?;
    for (bucket, _) in buckets {
        tx.clear_failures(bucket).await?;
    }
    let Some(mut session) = tx.session(enrolling.session.id).await? else { return Ok(false) };
    session.proofs.retain(|proof| proof.kind != FactorKind::Password);
    session.proofs.push(Proof { factor: factor.id, kind: FactorKind::Password, at: now });
    session.last_seen = now;
    let proved = tx.update_session(&session).await?;
    tx.commit().await?;
    Ok(proved)
}

/// Checks the first code and adds the factor, in one transaction with all that allows it.
async fn enrol(server: &AuthorizationServer, browser: &Browser, form: &Params) -> Result<Response, Failure> {
    let mut tx = server.storage.write().await?;
    let dashboard = || Ok(see_other(&server.config.account_url, []));
    let Some(enrolling) = Enrolling::load(server, tx.as_mut(), browser).await? else { return dashboard() };
    let (user, session, key) = (&enrolling.user, &enrolling.session, enrolling.key);
    // Older than its page: a new secret is shown.
    let Some(draft) = key.read::<TotpDraft>(server, tx.as_mut()).await? else {
        return Ok(see_other(PAGE, []));
    };
    let secret = enrolment::secret(&draft.secret)?;
    let code = form.get("code").unwrap_or_default();
    let account = format!("code:{}", user.id);
    let step = match enrolment::first_code(server, tx.as_mut(), &secret, code, &account, browser).await? {
        Ok(step) => step,
        Err(error) => {
            let draft = TotpDraft { wrong_password: false, error: Some(error), ..draft };
            key.write(server, tx.as_mut(), &draft).await?;
            tx.commit().await?;
            return Ok(see_other(PAGE, []));
        }
    };
    if !key.take(server, tx.as_mut()).await? {
        return dashboard();
    }
    let now = server.now();
    let enrolment =
        Enrolment { at: now + Factor::WAIT, session: Some(session.id), device: Some(session.device) };
    let factor = server.add_totp(tx.as_mut(), user.id, &secret, enrolment, Some(step)).await?;
    let subject =
        Subject { session: Some(session.id), device: Some(session.device), ..Subject::user(user.id) };
    let facts = json!({"session": session.id, "device": session.device});
    let cause = Cause::act(Initiator::User, facts);
    let entry = blank(server, now, subject, Change::FactorEnrolled, &cause);
    tx.append(&LogEntry { rule: "totp_enrolled".into(), ..entry }).await?;
    let kind = NoticeKind::FactorAdded { factor: NoticedFactor::Totp, name: String::new() };
    let occasion = Occasion::new(format!("factor_added:{factor}")).in_session(session);
    let changes = notify(server, tx.as_mut(), user.id, kind, occasion).await?;
    server.finish(tx, changes, now).await?;
    tracing::info!(user = %user.id, "an authenticator app was enrolled");
    dashboard()
}

/// Back to the page, with what went wrong.
async fn again(
    server: &AuthorizationServer,
    key: DraftKey,
    wrong_password: bool,
    error: Option<StepUpError>,
) -> Result<Response, Failure> {
    let mut tx = server.storage.write().await?;
    if let Some(draft) = key.read::<TotpDraft>(server, tx.as_mut()).await? {
        key.write(server, tx.as_mut(), &TotpDraft { wrong_password, error, ..draft }).await?;
        tx.commit().await?;
    }
    Ok(see_other(PAGE, []))
}
