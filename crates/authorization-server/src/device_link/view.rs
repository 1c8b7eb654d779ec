//! What the page of a link shows.

use leasehold_oauth_types::ScopeSet;
use leasehold_oauth_types::interaction::DeviceLinkView;

use super::LINKS;
use super::opened::Opened;
use crate::browser::Browser;
use crate::interaction::{InteractionError, Interactions, NotLive, country_name, device, enrolment};

/// The page of a link that confirms a device.
#[derive(Clone, Debug)]
pub enum DeviceLinkPage {
    /// In the browser that asked for it: what comes back, and the button.
    Confirm(DeviceLinkView),
    /// Anywhere else: that it has to be opened there. Nothing of the person is said.
    Elsewhere,
}

impl Interactions {
    /// The page of a link. Changes nothing: mail scanners and link previews look at links too (checklist ML-2).
    ///
    /// # Errors
    ///
    /// [`InteractionError::Over`] alike for a link that is unknown, used, too old, overtaken or of no use any
    /// more; [`InteractionError::Unavailable`].
    pub async fn device_link(
        &self,
        link: &str,
        browser: &Browser,
        locale: &str,
    ) -> Result<DeviceLinkPage, InteractionError> {
        let server = &self.0;
        let mut tx = server.storage.read().await?;
        let opened = match Opened::load(server, tx.as_mut(), browser, link).await? {
            Ok(opened) => opened,
            Err(NotLive::OtherBrowser) => return Ok(DeviceLinkPage::Elsewhere),
            Err(_) => return Err(InteractionError::Over),
        };
        let reach = opened.reach(server, tx.as_mut()).await?;
        let named = |scopes: &ScopeSet| {
            let catalogue = &server.config.catalogue;
            let named = scopes.iter().filter_map(|scope| Some(catalogue.get(scope)?.names_in(locale, scope)));
            named.map(|names| names.title).collect()
        };
        let csrf = opened.csrf(server);
        Ok(DeviceLinkPage::Confirm(DeviceLinkView {
            form: enrolment::form(server, &format!("{LINKS}{link}"), csrf),
            device: device::name(tx.as_mut(), opened.trust.device).await?,
            place: country_name(&opened.session.place, locale),
            asked_at: opened.asked_at.timestamp(),
            back: named(&reach.back),
            held: named(&reach.held),
        }))
    }
}
