//! The issuer's [`IssuerPages`] over the authorization server.

use std::sync::Arc;

use axum::extract::Request;
use leasehold_app::data::{
    DeviceLinkStep, FactorPage, InteractionPage, IssuerPages, PageError, PageRequest, SetupStep,
};
use leasehold_authorization_server::AuthorizationServer;
use leasehold_authorization_server::browser::Browser;
use leasehold_authorization_server::device_link::DeviceLinkPage;
use leasehold_authorization_server::factors;
use leasehold_authorization_server::interaction::{self, InteractionError, Page};
use leasehold_domain::Clock;
use leasehold_oauth_types::factors::FactorPageView;
use leasehold_oauth_types::interaction::{InteractionView, SignOutView};

/// What the pages of the issuer show.
pub(super) struct Pages {
    pub(super) server: AuthorizationServer,
    pub(super) clock: Arc<dyn Clock>,
}

#[async_trait::async_trait]
impl IssuerPages for Pages {
    async fn interaction(
        &self,
        id: &str,
        page: InteractionPage,
        request: &PageRequest,
    ) -> Result<InteractionView, PageError> {
        let page = match page {
            InteractionPage::SignIn => Page::SignIn,
            InteractionPage::Consent => Page::Consent,
            InteractionPage::StepUp => Page::StepUp,
        };
        let view = self.server.interactions().view(id, page, &browser(request), request.locale.tag()).await;
        view.map_err(page_error)
    }

    async fn factors(&self, page: FactorPage, request: &PageRequest) -> Result<FactorPageView, PageError> {
        let page = match page {
            FactorPage::Confirm(to) => factors::FactorPage::Confirm(to),
            FactorPage::Passkey => factors::FactorPage::Passkey,
            FactorPage::Pin => factors::FactorPage::Pin,
            FactorPage::RecoveryCodes => factors::FactorPage::RecoveryCodes,
            FactorPage::Totp => factors::FactorPage::Totp,
            FactorPage::One(id) => factors::FactorPage::One(id),
            FactorPage::PasskeyRemoved => factors::FactorPage::PasskeyRemoved,
        };
        self.server.interactions().factors(&page, &browser(request)).await.map_err(page_error)
    }

    async fn setup(&self, link: Option<&str>, request: &PageRequest) -> Result<SetupStep, PageError> {
        let step = self.server.interactions().setup(link, &browser(request)).await.map_err(page_error)?;
        Ok(match step {
            interaction::SetupStep::Open(form) => SetupStep::Open(form),
            interaction::SetupStep::Account(view) => SetupStep::Account(view),
            interaction::SetupStep::Factor(view) => SetupStep::Totp(view),
        })
    }

    async fn device_link(&self, link: &str, request: &PageRequest) -> Result<DeviceLinkStep, PageError> {
        let (browser, locale) = (browser(request), request.locale.tag());
        let page = self.server.interactions().device_link(link, &browser, locale).await;
        Ok(match page.map_err(page_error)? {
            DeviceLinkPage::Confirm(view) => DeviceLinkStep::Confirm(view),
            DeviceLinkPage::Elsewhere => DeviceLinkStep::Elsewhere,
        })
    }

    async fn sign_out(&self, request: &PageRequest) -> Result<SignOutView, PageError> {
        self.server.interactions().sign_out(&browser(request)).await.map_err(page_error)
    }

    fn now(&self) -> i64 {
        self.clock.now().timestamp()
    }
}

fn page_error(error: InteractionError) -> PageError {
    match error {
        InteractionError::NotFound => PageError::NotFound,
        InteractionError::Over | InteractionError::OtherBrowser => PageError::Expired,
        InteractionError::GoTo(address) => PageError::Redirect(address),
        InteractionError::Unavailable => PageError::Unavailable,
    }
}

/// The browser of a page's request, as the authorization server reads it.
fn browser(request: &PageRequest) -> Browser {
    let (mut parts, ()) = Request::new(()).into_parts();
    parts.headers = request.headers.clone();
    parts.extensions = request.extensions.clone();
    Browser::of(&parts)
}
