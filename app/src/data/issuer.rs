use leasehold_oauth_types::factors::FactorPageView;
use leasehold_oauth_types::interaction::{
    DeviceLinkView, FormView, InteractionView, SetupView, SignOutView, TotpEnrolmentView,
};

use super::{PageError, PageRequest};

/// Which page of an authorization request was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InteractionPage {
    /// `/interaction/{id}/sign-in`
    SignIn,
    /// `/interaction/{id}/consent`
    Consent,
    /// `/interaction/{id}/step-up`
    StepUp,
}

/// Which page about a person's ways to prove themselves was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactorPage {
    /// `/factors/confirm?to=…`
    Confirm(String),
    /// `/factors/passkey`
    Passkey,
    /// `/factors/pin`
    Pin,
    /// `/factors/recovery-codes`
    RecoveryCodes,
    /// `/factors/totp`
    Totp,
    /// `/factors/{id}`
    One(String),
    /// `/factors/removed`
    PasskeyRemoved,
}

/// What a set-up link shows next.
#[derive(Clone, PartialEq, Eq)]
pub enum SetupStep {
    /// The page of the link itself: one button that swaps the link for a cookie by POST.
    Open(FormView),
    /// Name and password.
    Account(SetupView),
    /// An authenticator app, without which there is no administrator.
    Totp(TotpEnrolmentView),
    /// All done; where to sign in.
    Done(String),
}

/// What a link that makes a device known shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceLinkStep {
    /// In the browser that asked for it: what comes back, and the button.
    Confirm(DeviceLinkView),
    /// Anywhere else.
    Elsewhere,
}

/// The issuer's own pages, filled by the authorization server.
#[async_trait::async_trait]
pub trait IssuerPages: Send + Sync {
    /// The page of an authorization request. When another page than `page` is due, its view is returned and
    /// the person is sent to `form.action` of that view.
    ///
    /// # Errors
    ///
    /// [`PageError::Expired`] unless the request is in progress in this browser.
    async fn interaction(
        &self,
        id: &str,
        page: InteractionPage,
        request: &PageRequest,
    ) -> Result<InteractionView, PageError>;

    /// A page about the person's ways to prove themselves, below `/factors`.
    ///
    /// # Errors
    ///
    /// [`PageError::Redirect`] when the person has to sign in or to prove themselves first.
    async fn factors(&self, page: FactorPage, request: &PageRequest) -> Result<FactorPageView, PageError>;

    /// A set-up link at `/setup/{link}`, and its next pages at `/setup`.
    ///
    /// # Errors
    ///
    /// [`PageError::Expired`] when the link was used or is too old.
    async fn setup(&self, link: Option<&str>, request: &PageRequest) -> Result<SetupStep, PageError>;

    /// A link that makes a new device known, at `/confirm-device/{link}`.
    ///
    /// # Errors
    ///
    /// [`PageError::Expired`] when the link was used or is too old.
    async fn device_link(&self, link: &str, request: &PageRequest) -> Result<DeviceLinkStep, PageError>;

    /// Asking before signing out, at `/sign-out`.
    ///
    /// # Errors
    ///
    /// [`PageError::Redirect`] to `/signed-out` when nobody is signed in.
    async fn sign_out(&self, request: &PageRequest) -> Result<SignOutView, PageError>;

    /// The present moment, Unix seconds.
    fn now(&self) -> i64;
}
