//! What the consent page shows.

use leasehold_domain::hold::Hold;
use leasehold_domain::session::Session;
use leasehold_domain::user::User;
use leasehold_oauth_types::Scope;
use leasehold_oauth_types::account::LossView;
use leasehold_oauth_types::interaction::{ConsentScopeView, ConsentView, FormView};
use leasehold_storage::Transaction;

use crate::AuthorizationServer;
use crate::interaction::asking::Asking;
use crate::interaction::live::Live;
use crate::interaction::view::{InteractionError, form, lapse, loss};

/// Scope by scope: what it allows, what allowing it gives back, and what stays off all the same.
pub(super) async fn consent(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    live: &Live,
    session: &Session,
    user: &User,
    locale: &str,
) -> Result<ConsentView, InteractionError> {
    let asking = Asking::of(server, tx, live, session).await?.ok_or(InteractionError::NotFound)?;
    let open = tx.open_holds(user.id).await?;
    let mut scopes: Vec<ConsentScopeView> = asking
        .scopes
        .iter()
        .filter(|scope| scope.as_str() != Scope::OPENID)
        .filter_map(|scope| {
            let definition = server.config.catalogue.get(scope)?;
            let names = definition.names_in(locale, scope);
            Some(ConsentScopeView {
                scope: scope.clone(),
                title: names.title,
                description: names.description,
                sensitive: definition.sensitive,
                optional: true,
                already: !asking.missing.contains(scope),
                lifetime_s: definition.lifetime_s,
                max_age_s: definition.max_age_s,
                returns: returning(server, &asking, scope, locale),
                held: held(server, &asking, &open, session, scope, locale),
            })
        })
        .collect();
    scopes.sort_by_key(|scope| scope.sensitive);
    Ok(ConsentView {
        form: FormView { csrf: asking.csrf(server, live), ..form(server, live, "consent") },
        app: asking.client.name,
        username: user.username.clone(),
        again: asking.restores.is_some(),
        scopes,
    })
}

/// Why a scope is off that the answer gives back.
fn returning(server: &AuthorizationServer, asking: &Asking, scope: &Scope, locale: &str) -> Option<LossView> {
    let hold = asking.holds.iter().find(|hold| hold.scopes.contains(scope));
    let over = || {
        let leases = &asking.restores.as_ref()?.leases;
        leases.iter().find(|lease| lease.scope == *scope && lease.is_over(server.policy_now()))
    };
    hold.map(|hold| loss(server, hold, locale, true))
        .or_else(|| over().map(|lease| lapse(server, lease, locale, true)))
}

/// Why a scope stays off, whatever the answer.
fn held(
    server: &AuthorizationServer,
    asking: &Asking,
    open: &[Hold],
    session: &Session,
    scope: &Scope,
    locale: &str,
) -> Option<LossView> {
    let concerns = |hold: &&Hold| {
        let subject = &hold.subject;
        hold.scopes.contains(scope)
            && subject.session.is_none_or(|id| id == session.id)
            && subject.device.is_none_or(|id| id == session.device)
            && subject.client.as_ref().is_none_or(|id| *id == asking.client.id)
    };
    let closes = |hold: &Hold| asking.holds.iter().any(|closing| closing.id == hold.id);
    let stays = open.iter().filter(concerns).find(|hold| !closes(hold));
    stays.map(|hold| loss(server, hold, locale, false))
}
