use leasehold_oauth_types::account::{AccessView, AppView, LossView, ScopeView, ScopeWord};

/// How the person stands: what needs them and what is paused.
pub(super) struct Standing {
    /// Apps with at least one scope that needs the person, on this session.
    pub(super) needing: Vec<AppView>,
    /// Paused scopes with their app's name, on this session.
    pub(super) paused: Vec<(String, ScopeView)>,
    /// How many scopes need the person, on this session.
    pub(super) needs: usize,
}

impl Standing {
    pub(super) fn of(access: &AccessView) -> Self {
        let here = || access.apps.iter().filter(|app| app.this_session);
        let with = |app: &AppView, word| app.scopes.iter().filter(|scope| scope.word == word).count();
        let paused = here().flat_map(|app| {
            let paused = app.scopes.iter().filter(|scope| scope.word == ScopeWord::Paused);
            paused.map(|scope| (app.name.clone(), scope.clone()))
        });
        Self {
            needing: here().filter(|app| with(app, ScopeWord::NeedsYou) > 0).cloned().collect(),
            paused: paused.collect(),
            needs: here().map(|app| with(app, ScopeWord::NeedsYou)).sum(),
        }
    }
}

/// The loss to show first: the hardest remedy, as the API ordered them.
pub(super) fn first_loss(scope: &ScopeView) -> Option<&LossView> {
    scope.losses.first()
}

/// The scopes of an app that need the person.
pub(super) fn needing(app: &AppView) -> Vec<ScopeView> {
    app.scopes.iter().filter(|scope| scope.word == ScopeWord::NeedsYou).cloned().collect()
}
