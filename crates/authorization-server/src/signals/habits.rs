//! What a person usually does. It is remembered for comparing, and erased with the person.

use std::collections::BTreeSet;

use leasehold_context::behaviour::{Batch, Profile};
use leasehold_domain::facts::{BehaviourFacts, Place, Quality};
use leasehold_domain::user::User;
use leasehold_oauth_types::Scope;
use leasehold_storage::{Result, Transaction};

use crate::AuthorizationServer;

/// Name of the profile in storage.
const NAME: &str = "habits";
/// Days of history before anything is compared; rules may want more.
const LEAST_DAYS: u32 = 1;

/// The person's past; empty if there is none, or none that this version reads.
pub(crate) async fn load(tx: &mut dyn Transaction, user: &User) -> Result<Profile> {
    let stored = tx.profile(user.id, NAME).await?;
    Ok(stored.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

async fn store(tx: &mut dyn Transaction, user: &User, profile: &Profile) -> Result<()> {
    let text = serde_json::to_string(profile).unwrap_or_default();
    tx.put_profile(user.id, NAME, &text).await
}

/// The person signed in there.
pub(crate) async fn signed_in(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    user: &User,
    place: &Place,
) -> Result<()> {
    let Some(address) = place.address else { return Ok(()) };
    let mut profile = load(tx, user).await?;
    profile.note_sign_in(server.policy_now(), &user.zone, server.network_key(address));
    store(tx, user, &profile).await
}

/// The person's apps used scopes, as guards report it.
pub(crate) async fn used(tx: &mut dyn Transaction, user: &User, batch: &Batch) -> Result<()> {
    let mut profile = load(tx, user).await?;
    profile.note_use(batch, &user.zone);
    store(tx, user, &profile).await
}

/// The moment against the past, from a place that somebody vouches for.
pub(crate) fn facts(
    server: &AuthorizationServer,
    user: &User,
    profile: &Profile,
    place: &Place,
    used: &BTreeSet<Scope>,
) -> Option<BehaviourFacts> {
    let address = place.address.filter(|_| place.quality > Quality::Claimed)?;
    profile.facts(server.policy_now(), &user.zone, server.network_key(address), used, LEAST_DAYS)
}
