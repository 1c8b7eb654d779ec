use leasehold_oauth_types::account::{
    AccessView, AppView, DeviceView, DevicesView, LossView, ScopeView, ScopeWord, TrustWord,
};

use crate::data::{PageError, read};
use crate::sites::AppState;
use crate::visit::Visit;

/// How the person stands: what every page of the dashboard knows, for its navigation.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    /// All apps.
    pub(super) access: AccessView,
    /// All devices.
    pub(super) devices: DevicesView,
}

impl Standing {
    /// Asks the account API.
    pub(super) async fn load(state: &AppState, visit: &Visit) -> Result<Self, PageError> {
        let access = read(&*state.backend, &visit.request, "/account/v1/access").await?;
        let devices = read(&*state.backend, &visit.request, "/account/v1/devices").await?;
        Ok(Self { access, devices })
    }

    /// Apps of this session with a scope that needs the person.
    pub(super) fn needing(&self) -> Vec<AppView> {
        self.here().filter(|app| !needing(app).is_empty()).cloned().collect()
    }

    /// How many scopes of this session need the person.
    pub(super) fn needs(&self) -> usize {
        self.here().map(|app| needing(app).len()).sum()
    }

    /// Paused scopes of this session, with the name of their app.
    pub(super) fn paused(&self) -> Vec<(String, ScopeView)> {
        let with = |word| {
            self.here().flat_map(move |app| {
                let scopes = app.scopes.iter().filter(move |scope| scope.word == word);
                scopes.map(|scope| (app.name.clone(), scope.clone()))
            })
        };
        with(ScopeWord::Paused).collect()
    }

    /// Other devices that are signed in and were never confirmed.
    pub(super) fn unusual(&self) -> Vec<DeviceView> {
        self.devices.devices.iter().filter(|device| is_unusual(device)).cloned().collect()
    }

    fn here(&self) -> impl Iterator<Item = &AppView> {
        self.access.apps.iter().filter(|app| app.this_session)
    }
}

/// Whether somebody is signed in on another device that was never confirmed.
pub(super) fn is_unusual(device: &DeviceView) -> bool {
    device.trust == TrustWord::New && !device.this_device && signed_in(device)
}

/// Whether any session on the device is live.
pub(super) fn signed_in(device: &DeviceView) -> bool {
    device.sessions.iter().any(|session| session.signed_out.is_none())
}

/// The loss to show first: the hardest remedy, as the API ordered them.
pub(super) fn first_loss(scope: &ScopeView) -> Option<&LossView> {
    scope.losses.first()
}

/// The scopes of an app that need the person.
pub(super) fn needing(app: &AppView) -> Vec<ScopeView> {
    app.scopes.iter().filter(|scope| scope.word == ScopeWord::NeedsYou).cloned().collect()
}
