//! Coarse traits of a browser (checklist CH-2, CH-3). A difference is noted and takes nothing from anybody; what is
//! absent says nothing.

use std::collections::BTreeMap;

use leasehold_domain::device::{Device, DeviceTraits};
use leasehold_domain::signal::SignalKind;
use leasehold_factors::fingerprint::{Fingerprint, Likeness};
use leasehold_storage::{Result, Transaction};

use super::bind::note;
use super::proof::Proved;
use crate::AuthorizationServer;
use crate::signals::{self, Noticed};

/// Compares with what was seen before, notes a difference, and remembers what is seen now.
pub(super) async fn compare(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    device: &Device,
    proved: &Proved,
) -> Result<()> {
    let mut seen = hashes(&proved.traits);
    seen.extend(proved.hints.iter().map(|(name, hash)| ((*name).to_owned(), hash.clone())));
    if seen.is_empty() {
        return Ok(());
    }
    let known = device.traits.as_ref().filter(|known| known.salt == proved.salt);
    let different = known.map_or_else(Vec::new, |known| differences(proved, &known.hashes));
    let now = server.now();
    let changed_at = if different.is_empty() {
        device.traits.as_ref().and_then(|known| known.changed_at)
    } else {
        let facts = serde_json::json!({ "different": different });
        note(server, tx, device, "device_traits_changed", facts).await?;
        for trust in tx.trusts_of(device.id).await? {
            let noticed = Noticed::about(trust.user, SignalKind::TraitsChanged).on_device(device.id);
            signals::note(server, tx, noticed).await?;
        }
        Some(now)
    };
    // With another salt nothing can be compared, so the first one stays; what is absent now stays known.
    let hashes = match &device.traits {
        Some(known) if known.salt != proved.salt => return Ok(()),
        Some(known) => known.hashes.clone().into_iter().chain(seen).collect(),
        None => seen,
    };
    tx.put_device_traits(device.id, &DeviceTraits { salt: proved.salt, hashes, changed_at }).await
}

/// The names of what looks different.
fn differences(proved: &Proved, hashes: &BTreeMap<String, String>) -> Vec<&'static str> {
    let seen = &proved.traits;
    let known = serde_json::to_value(hashes).and_then(serde_json::from_value).unwrap_or_default();
    let found = seen.compare(&known);
    let parts = [
        ("platform", found.platform),
        ("screen", found.screen),
        ("zone", found.zone),
        ("languages", found.languages),
    ];
    let parts = parts.into_iter().filter(|(_, like)| *like == Likeness::Different).map(|(name, _)| name);
    let other = |name: &str, hash: &String| hashes.get(name).is_some_and(|known| known != hash);
    parts.chain(proved.hints.iter().filter(|(name, hash)| other(name, hash)).map(|(name, _)| *name)).collect()
}

fn hashes(traits: &Fingerprint) -> BTreeMap<String, String> {
    serde_json::to_value(traits).and_then(serde_json::from_value).unwrap_or_default()
}
