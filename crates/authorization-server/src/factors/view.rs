//! What the pages show. `app` draws it; nothing here is HTML.

use chrono::Duration;
use leasehold_domain::session::Session;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_oauth_types::factors::{FactorPageView, FactorView, FactorWord, PasskeyRemovedView};
use leasehold_storage::{Result, Transaction};

use super::manager::Manager;
use super::permit::Permit;
use super::{confirm, one, passkey, pin, recovery_codes, totp};
use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::interaction::{InteractionError, Interactions};
use crate::passkeys::PasskeyFacts;
use crate::pins;

/// Longest name of a factor, in characters.
const LONGEST_NAME: usize = 60;

/// Which page.
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

impl Interactions {
    /// What a page about factors shows in this browser.
    ///
    /// # Errors
    ///
    /// [`InteractionError::GoTo`] where a proof is due first, or nobody is signed in here;
    /// [`InteractionError::NotFound`] for a factor that the person does not have.
    pub async fn factors(
        &self,
        page: &FactorPage,
        browser: &Browser,
    ) -> std::result::Result<FactorPageView, InteractionError> {
        let server = &self.0;
        let mut tx = server.storage.write().await?;
        let nobody = || InteractionError::GoTo(server.config.account_url.clone());
        let manager = Manager::load(server, tx.as_mut(), browser).await?.ok_or_else(nobody)?;
        let first = |page: &str| InteractionError::GoTo(confirm_for(page));
        let view = match page {
            FactorPage::Confirm(to) => {
                let view = confirm::view(server, tx.as_mut(), &manager, to).await?;
                FactorPageView::Confirm(view.ok_or_else(|| InteractionError::GoTo(own_page(to).to_owned()))?)
            }
            FactorPage::Passkey => {
                let view = passkey::view(server, tx.as_mut(), &manager).await?;
                FactorPageView::Passkey(view.ok_or_else(|| first(passkey::PAGE))?)
            }
            FactorPage::Pin => {
                let view = pin::view(server, tx.as_mut(), &manager).await?;
                FactorPageView::Pin(view.ok_or_else(|| first(pin::PAGE))?)
            }
            FactorPage::RecoveryCodes => {
                let view = recovery_codes::view(server, tx.as_mut(), &manager).await?;
                FactorPageView::RecoveryCodes(view.ok_or_else(|| first(recovery_codes::PAGE))?)
            }
            FactorPage::Totp => {
                let view = totp::view(server, tx.as_mut(), &manager).await?;
                FactorPageView::Totp(view.ok_or_else(|| first(totp::PAGE))?)
            }
            FactorPage::PasskeyRemoved => {
                // The ids of passkeys are shown only where they may be changed.
                if !matches!(manager.permit_for(server, one::REMOVED), Permit::Granted(_)) {
                    return Err(InteractionError::GoTo(list(server)));
                }
                let accepted = server.passkeys.accepted(&manager.user, &manager.factors);
                FactorPageView::PasskeyRemoved(PasskeyRemovedView { accepted })
            }
            FactorPage::One(id) => {
                let factor = one::own(&manager, id).ok_or(InteractionError::NotFound)?;
                // Before the form, not after it: whoever is sent away with a form sent does it twice.
                let page = format!("/factors/{}", factor.id);
                if !matches!(manager.permit_for(server, &page), Permit::Granted(_)) {
                    return Err(first(&page));
                }
                FactorPageView::One(one::view(server, tx.as_mut(), &manager, factor).await?)
            }
        };
        tx.commit().await?;
        Ok(view)
    }
}

/// The page that asks for a proof, and goes on to `page`.
pub(super) fn confirm_for(page: &str) -> String {
    format!("{}?to={page}", confirm::PAGE)
}

/// Where a proof may lead: a page of this folder, never an address from elsewhere.
pub(super) fn own_page(to: &str) -> &str {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_');
    let own = to.starts_with("/factors/") && !to.contains("//") && to.bytes().all(plain);
    if own { to } else { passkey::PAGE }
}

/// The dashboard's list of factors.
pub(super) fn list(server: &AuthorizationServer) -> String {
    format!("{}/ways", server.config.account_url.trim_end_matches('/'))
}

/// Where a browser signs in again whose session goes on elsewhere, as far as anybody can tell: its cookie is
/// cleared here and stays good where the key is (invariant 9).
pub(super) fn sign_in_again(server: &AuthorizationServer) -> String {
    format!("{}/auth/login?return_to=%2Fways", server.config.account_url.trim_end_matches('/'))
}

/// Whole hours, rounded up.
pub(super) fn hours(span: Duration) -> u32 {
    u32::try_from((span.num_minutes() + 59) / 60).unwrap_or_default()
}

/// A name as people give them: nothing that cannot be seen, not too long.
pub(super) fn valid_name(name: &str) -> Option<String> {
    let name = name.trim();
    let visible = !name.is_empty() && !name.chars().any(char::is_control);
    (visible && name.chars().count() <= LONGEST_NAME).then(|| name.to_owned())
}

/// The password is changed, never removed.
pub(super) const fn removable(factor: &Factor) -> bool {
    !matches!(factor.kind, FactorKind::Password)
}

/// One factor, as its owner sees it.
pub(crate) async fn factor_view(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    factor: &Factor,
    session: &Session,
) -> Result<FactorView> {
    let enrolled_on = match factor.enrolment.device {
        Some(device) => tx.device(device).await?.map(|device| device.name),
        None => None,
    };
    let codes_left = match factor.kind {
        FactorKind::RecoveryCodes => Some(tx.recovery_codes_left(factor.id).await?),
        _ => None,
    };
    let waits = factor.waits(server.now());
    let facts = PasskeyFacts::of(factor);
    Ok(FactorView {
        id: factor.id.to_string(),
        kind: word(factor.kind),
        name: factor.name.clone(),
        since: factor.enrolment.at.timestamp(),
        last_used: factor.last_used_at.map(|at| at.timestamp()),
        enrolled_on,
        counts_from: waits.then(|| factor.enrolment.at.timestamp()),
        may_sync: facts.map(|facts| facts.may_sync),
        synced: facts.map(|facts| facts.synced),
        uses: facts.map(|facts| facts.counter).filter(|counter| *counter > 0),
        codes_left,
        here: factor.device == Some(session.device),
        compromised: factor.compromised_at.is_some(),
        locked: factor.device.is_some_and(|device| pins::is_locked(server, &[factor], device)),
        renamable: matches!(factor.kind, FactorKind::Passkey),
        removable: removable(factor),
    })
}

const fn word(kind: FactorKind) -> FactorWord {
    match kind {
        FactorKind::Password => FactorWord::Password,
        FactorKind::Totp => FactorWord::Totp,
        FactorKind::Passkey => FactorWord::Passkey,
        FactorKind::Pin => FactorWord::Pin,
        FactorKind::RecoveryCodes => FactorWord::RecoveryCodes,
    }
}
