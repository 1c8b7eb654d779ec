//! People with a device each, and a grant of every app on it.

use chrono::Duration;
use leasehold_domain::consent::{Consent, ScopeConsent};
use leasehold_domain::device::{Device, DeviceTrust, TrustState};
use leasehold_domain::entropy::Entropy;
use leasehold_domain::facts::{Place, Quality};
use leasehold_domain::grant::Grant;
use leasehold_domain::lease::Lease;
use leasehold_domain::session::Session;
use leasehold_domain::user::{Role, User};
use leasehold_domain::{ConsentId, DeviceId, GrantId, HashedToken, LeaseId, SessionId, Time, UserId};
use leasehold_oauth_types::Acr;
use leasehold_storage::{Storage as _, Transaction};

use crate::world::{World, catalogue, clients};

/// Apps, and so grants of each person.
pub(crate) const PER_PERSON: usize = 5;
/// People written in one transaction.
const BATCH: usize = 250;

/// A device and what is granted on it.
pub(crate) struct Installed {
    pub(crate) device: DeviceId,
    pub(crate) grants: Vec<GrantId>,
}

/// Writes that many people.
pub(crate) async fn settle(world: &World, people: usize) -> Vec<Installed> {
    let mut devices = Vec::with_capacity(people);
    let numbers: Vec<usize> = (0..people).collect();
    for batch in numbers.chunks(BATCH) {
        let mut tx = world.storage.write().await.unwrap();
        for number in batch {
            devices.push(one(world, tx.as_mut(), *number).await);
        }
        tx.commit().await.unwrap();
    }
    devices
}

async fn one(world: &World, tx: &mut dyn Transaction, number: usize) -> Installed {
    let (now, entropy) = (world.clock.now(), world.entropy.as_ref());
    let began = now - Duration::hours(2);
    let user = UserId::generate(began, entropy);
    tx.add_user(&User {
        id: user,
        username: format!("person-{number}"),
        name: format!("Person {number}"),
        email: None,
        locale: "en".into(),
        zone: "Europe/Amsterdam".into(),
        hours: None,
        role: Role::User,
        created_at: began,
    })
    .await
    .unwrap();
    let device = DeviceId::generate(began, entropy);
    tx.add_device(&Device {
        id: device,
        cookie: cookie(entropy),
        previous_cookie: None,
        rotated_at: began,
        name: "Chrome on macOS".into(),
        mobile: false,
        first_seen: began,
        cookie_reused_at: None,
        key: None,
        traits: None,
    })
    .await
    .unwrap();
    tx.put_trust(&DeviceTrust {
        user,
        device,
        state: TrustState::Trusted { since: began, until: now + Duration::days(80) },
        first_seen: began,
        first_session: None,
        last_seen: began,
        confirmed_by: None,
        succeeds: None,
    })
    .await
    .unwrap();
    let place = Place {
        country: Some("NL".into()),
        region: Some("eu_eea".into()),
        address: None,
        quality: Quality::Observed,
        by: None,
        since: None,
    };
    let session = SessionId::generate(began, entropy);
    tx.add_session(&Session {
        id: session,
        cookie: cookie(entropy),
        user,
        device,
        created_at: began,
        last_seen: now,
        ended: None,
        proofs: Vec::new(),
        place: place.clone(),
    })
    .await
    .unwrap();
    let mut grants = Vec::with_capacity(PER_PERSON);
    for client in clients() {
        let consent = consent(ConsentId::generate(began, entropy), user, client.clone(), began);
        tx.put_consent(&consent).await.unwrap();
        let catalogue = catalogue();
        let leases = consent.scopes.iter().map(|(scope, given)| {
            Lease::new(
                LeaseId::generate(began, entropy),
                scope.clone(),
                given,
                catalogue.get(scope).unwrap(),
                None,
            )
        });
        let grant = Grant {
            id: GrantId::generate(began, entropy),
            user,
            client,
            session,
            device,
            rev: 1,
            created_at: began,
            issued_in: place.clone(),
            ended: None,
            leases: leases.collect(),
        };
        tx.add_grant(&grant).await.unwrap();
        // Until the working day is over.
        tx.set_due(grant.id, Some(now + Duration::hours(7))).await.unwrap();
        grants.push(grant.id);
    }
    Installed { device, grants }
}

fn consent(id: ConsentId, user: UserId, client: leasehold_domain::ClientId, at: Time) -> Consent {
    let given = ScopeConsent {
        at,
        policy_at: at,
        resource: "https://bank.example".into(),
        texts: None,
        acr: Acr::Aal1,
    };
    let scopes = catalogue().iter().map(|(scope, _)| (scope.clone(), given.clone())).collect();
    Consent { id, user, client, scopes }
}

fn cookie(entropy: &dyn Entropy) -> HashedToken {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes);
    HashedToken::from_bytes(bytes)
}
