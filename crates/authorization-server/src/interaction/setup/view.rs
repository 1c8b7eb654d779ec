//! What the pages of a set-up show.

use leasehold_domain::{PlainToken, TokenKind};
use leasehold_oauth_types::interaction::{FormView, SetupView, TotpEnrolmentView};
use leasehold_storage::LinkPurpose;

use crate::browser::Browser;
use crate::interaction::setup::PAGE;
use crate::interaction::setup::draft::{Opened, Stage, form_token, is_open};
use crate::interaction::setup::factor::may_skip;
use crate::interaction::{InteractionError, Interactions, enrolment};

/// The page of a set-up that comes next.
#[derive(Clone)]
pub enum SetupStep {
    /// The page of the link itself: one button that swaps the link for a cookie.
    Open(FormView),
    /// Name and password.
    Account(SetupView),
    /// An authenticator app.
    Factor(TotpEnrolmentView),
}

impl Interactions {
    /// The page of a link, or with none, the page that comes next in this browser.
    ///
    /// # Errors
    ///
    /// [`InteractionError::Over`] alike for a link that is unknown, used, too old or overtaken, and for a
    /// browser that has begun nothing; [`InteractionError::Unavailable`].
    pub async fn setup(&self, link: Option<&str>, browser: &Browser) -> Result<SetupStep, InteractionError> {
        match link {
            Some(link) => self.setup_link(link).await,
            None => self.setup_page(browser).await,
        }
    }

    /// Changes nothing: mail scanners and link previews look at links too (checklist ML-2).
    async fn setup_link(&self, link: &str) -> Result<SetupStep, InteractionError> {
        let server = &self.0;
        let link = PlainToken::parse(TokenKind::Link, link).map_err(|_| InteractionError::Over)?;
        let mut tx = server.storage.read().await?;
        let found = tx.link(link.hashed()).await?;
        let usable = found.filter(|found| found.used_at.is_none() && server.now() < found.expires_at);
        let usable = usable.ok_or(InteractionError::Over)?;
        if !is_open(tx.as_mut(), &usable.purpose).await? {
            return Err(InteractionError::Over);
        }
        let csrf = form_token(server, link.hashed());
        let action = format!("{PAGE}/{}", link.expose());
        Ok(SetupStep::Open(FormView { action, csrf, redirect_origins: Vec::new() }))
    }

    async fn setup_page(&self, browser: &Browser) -> Result<SetupStep, InteractionError> {
        let server = &self.0;
        let mut tx = server.storage.read().await?;
        let opened = Opened::load(server, tx.as_mut(), browser).await?.ok_or(InteractionError::Over)?;
        let csrf = opened.csrf(server);
        Ok(match &opened.draft.stage {
            Stage::Account { error } => SetupStep::Account(SetupView {
                form: enrolment::form(server, "/setup/account", csrf),
                first_admin: opened.draft.purpose == LinkPurpose::FirstAdmin,
                username: match &opened.draft.purpose {
                    LinkPurpose::NewUser { username, .. } => Some(username.clone()),
                    LinkPurpose::FirstAdmin | LinkPurpose::ConfirmDevice { .. } => None,
                },
                error: error.clone(),
            }),
            Stage::Factor(chosen) => {
                let form = enrolment::form(server, "/setup/factor", csrf);
                let secret = enrolment::secret(&chosen.secret)?;
                SetupStep::Factor(TotpEnrolmentView {
                    may_skip: may_skip(&opened.draft, chosen),
                    error: chosen.error,
                    ..enrolment::view(form, &secret, &chosen.username)?
                })
            }
        })
    }
}
