//! From a situation to the facts that the PDP sees.

use leasehold_context::hours;
use leasehold_domain::Time;
use leasehold_domain::device::{Device, DeviceTrust, KeyLoss, TrustState};
use leasehold_domain::facts::{
    AssuranceFacts, DeviceFacts, Facts, KeyState, Place, ScopeFacts, SignalFact, WaiverFact,
};
use leasehold_domain::signal::Signal;
use leasehold_domain::user::Role;
use leasehold_oauth_types::Scope;

use crate::AuthorizationServer;
use crate::leases::Situation;
use crate::signals::habits;

/// The facts for one grant with its session at `place`; its app last had a proof of the browser's key at
/// `app_key_at`.
///
/// All scopes of the catalogue are decided on, not only those of the grant: a hold is opened on all that
/// its cause concerns, so that a grant made later inherits it (invariant 4).
pub(crate) fn facts(
    server: &AuthorizationServer,
    situation: &Situation,
    place: Place,
    app_key_at: Option<Time>,
) -> Facts {
    let now = server.policy_now();
    // The session's knowledge is of this place, or it has just come here.
    let since = situation.session.place.since.filter(|_| place.is_where(&situation.session.place));
    let place = Place { since, ..place };
    let Situation { user, session, grant, waivers, trust, device, .. } = situation;
    let mut signals: Vec<SignalFact> = situation
        .signals
        .iter()
        .filter(|signal| signal.concerns(session.id, session.device, now))
        .map(Signal::fact)
        .collect();
    signals.sort();
    let used = situation.uses.iter().map(|used| used.scope.clone()).collect();
    let behaviour = habits::facts(server, user, &situation.habits, &place, &used);
    let hours = user.hours.as_ref().unwrap_or(&server.config.hours);
    let hours = hours::weigh(hours, &server.surroundings.holidays, &user.zone, now);
    // Ours to give, not an organisation's.
    let own = (user.role == Role::Admin).then(|| "admin".to_owned());
    let scopes = server.config.catalogue.iter().filter(|(_, definition)| !definition.recovery);
    let mut waivers: Vec<WaiverFact> = waivers
        .iter()
        .filter(|waiver| waiver.covers(session.id, session.device, now))
        .map(|waiver| WaiverFact {
            rule: waiver.rule.clone(),
            cause: waiver.cause.clone(),
            scopes: waiver.reach().map(|acr| server.config.catalogue.within(acr).into_iter().collect()),
            until: waiver.until,
        })
        .collect();
    waivers.sort();
    Facts {
        now,
        user: user.id,
        client: grant.client.clone(),
        session: session.id,
        grant: Some(grant.id),
        assurance: AssuranceFacts::of(session, server.now()),
        scopes: scopes
            .map(|(scope, definition)| {
                let facts = ScopeFacts {
                    sensitive: definition.sensitive,
                    harmless: definition.harmless,
                    idle_since: idle_since(situation, scope),
                };
                (scope.clone(), facts)
            })
            .collect(),
        issued_in: Some(grant.issued_in.clone()),
        network: server.network(&place),
        place,
        device: DeviceFacts {
            id: session.device,
            trusted: trust.as_ref().is_some_and(|trust| trust.is_trusted(now)),
            blocked: trust.as_ref().is_some_and(|trust| trust.state == TrustState::Blocked),
            trusted_until: trust.as_ref().and_then(|trust| match trust.state {
                TrustState::Trusted { until, .. } => Some(until),
                TrustState::New | TrustState::Blocked => None,
            }),
            key: key(trust.as_ref(), device.as_ref(), now),
            key_proved_at: device.as_ref().and_then(|device| Some(device.key.as_ref()?.proved_at)),
            app_key_at,
            traits_changed_at: device.as_ref().and_then(|device| device.traits.as_ref()?.changed_at),
            posture: situation.postures.clone(),
        },
        hours,
        signals,
        behaviour,
        roles: situation.roles.iter().cloned().chain(own).collect(),
        waivers,
    }
}

/// Since when the grant has the scope and does not use it, by policy time.
fn idle_since(situation: &Situation, scope: &Scope) -> Option<Time> {
    let lease = situation.grant.leases.iter().find(|lease| lease.scope == *scope)?;
    let used = situation.uses.iter().find(|used| used.scope == *scope).map(|used| used.last_at);
    Some(used.map_or(lease.consented_at, |used| used.max(lease.consented_at)))
}

/// What was said without the key of a device counts until somebody has confirmed the new one.
fn key(trust: Option<&DeviceTrust>, device: Option<&Device>, now: Time) -> KeyState {
    let claims = trust.filter(|trust| !trust.is_trusted(now)).and_then(|trust| trust.succeeds);
    match claims.map(|earlier| earlier.loss) {
        Some(KeyLoss::Lost) => KeyState::Lost,
        Some(KeyLoss::Changed) => KeyState::Changed,
        None if device.is_some_and(|device| device.key.is_some()) => KeyState::Proved,
        None => KeyState::None,
    }
}
