//! How far around an address the facts stay the same.

use leasehold_context::behaviour::NetworkKey;
use leasehold_domain::facts::{Facts, Quality};
use leasehold_oauth_types::Network;

use crate::AuthorizationServer;

impl AuthorizationServer {
    /// The network around the address of these facts in which every address has the same facts: the same place, on
    /// the same list or on none, excepted from travel or not, and as usual for the person. What rules see has no
    /// address in it, so none tells one of them from another (`policy::tests::rules_see_no_address`).
    ///
    /// None without an address that somebody vouches for, and none if a file was changed since: then the facts are
    /// those of that moment, and speak for nothing beside it.
    pub(crate) fn network_around(&self, facts: &Facts) -> Option<Network> {
        let address = facts.place.address.filter(|_| facts.place.quality > Quality::Claimed)?;
        let located = self.locate(address, facts.place.quality);
        let threats = self.surroundings.threats.current();
        let verdict = threats.look_up(address);
        if !located.place.is_where(&facts.place) || verdict.listed != facts.network.listed.as_deref() {
            return None;
        }
        let usual = facts.behaviour.is_some().then(|| NetworkKey::network(address));
        [Some(verdict.network), Some(self.surroundings.excepted.around(address)), usual]
            .into_iter()
            .flatten()
            .try_fold(Network::from(located.network), |all, one| all.intersection(one.into()))
    }
}
