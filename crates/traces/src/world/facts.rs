//! The facts of a decision, put together as the server does it (`leases/facts.rs`).

use std::collections::BTreeSet;

use leasehold_context::working_hours;
use leasehold_domain::ClientId;
use leasehold_domain::Time;
use leasehold_domain::facts::{AssuranceFacts, DeviceFacts, Facts, ScopeFacts};
use leasehold_domain::hours::WorkingHours;
use leasehold_domain::signal::Signal;
use leasehold_oauth_types::Scope;

use super::{Device, Session, World};
use crate::atlas::Spot;
use crate::scopes::Scopes;

/// Days of the past before there are facts about behaviour; the policy has the same number.
const MIN_DAYS: u32 = 14;

impl World<'_> {
    pub(super) fn facts(
        &self,
        device: &Device,
        session: &Session,
        spot: Spot,
        now: Time,
        using: &BTreeSet<Scope>,
        scopes: &Scopes,
    ) -> Facts {
        let concerns = |signal: &&Signal| signal.concerns(session.id, device.id, now);
        let mut signals: Vec<_> = self.signals.iter().filter(concerns).map(Signal::fact).collect();
        signals.sort();
        let speaks = |waiver: &&super::Waiver| {
            waiver.session == session.id && waiver.device == device.id && now < waiver.fact.until
        };
        let mut waivers: Vec<_> =
            self.waivers.iter().filter(speaks).map(|waiver| waiver.fact.clone()).collect();
        waivers.sort();
        let trusted = device.trusted_until.is_some_and(|until| now < until);
        let idle = |scope: &Scope| self.used.get(scope).copied().unwrap_or(self.consented_at);
        Facts {
            now,
            user: self.user,
            client: ClientId::new("northbank"),
            session: session.id,
            grant: None,
            assurance: AssuranceFacts::default(),
            scopes: scopes
                .all()
                .map(|(scope, sensitive)| {
                    let idle_since = Some(idle(scope));
                    (scope.clone(), ScopeFacts { sensitive, harmless: false, idle_since })
                })
                .collect(),
            issued_in: Some(session.issued_in.clone()),
            place: self.shared.atlas.locate(spot).place,
            network: self.shared.atlas.network(spot),
            device: DeviceFacts {
                id: device.id,
                trusted,
                blocked: false,
                trusted_until: device.trusted_until,
                key: device.key(trusted),
                key_proved_at: device.keyed.then_some(session.began),
                app_key_at: device.keyed.then_some(now),
                traits_changed_at: device.traits_changed_at,
                posture: Vec::new(),
            },
            hours: working_hours(&WorkingHours::default(), self.zone, now),
            signals,
            behaviour: self.profile.facts(now, self.zone, spot.key(), using, MIN_DAYS),
            roles: BTreeSet::new(),
            waivers,
        }
    }
}
