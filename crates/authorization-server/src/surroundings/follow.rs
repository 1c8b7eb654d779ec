//! Follows the files of places and threats: what is new is taken over if it would not take from too many at once, and
//! whoever it concerns is weighed again.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use leasehold_context::reloading::{Held, Problem, Refreshed};
use leasehold_context::{Geo, Reloading, ThreatList};
use leasehold_domain::facts::{Facts, NetworkFacts, Place, Quality};
use leasehold_domain::{GrantId, Time};
use leasehold_storage::Result;
use tokio::runtime::Handle;

use crate::AuthorizationServer;

/// Time between two looks. A change is taken over with the second look that sees the same.
const LOOK: Duration = Duration::from_secs(15);

/// Grants whose facts another file would change.
type Concerned = Mutex<BTreeSet<GrantId>>;

impl AuthorizationServer {
    /// Looks at the files now and then, until the future is dropped.
    pub async fn follow_files(&self) {
        let mut looks = tokio::time::interval(LOOK);
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            looks.tick().await;
            self.look_at_files().await;
        }
    }

    /// One look.
    pub async fn look_at_files(&self) {
        let (server, handle) = (self.clone(), Handle::current());
        // Reading and comparing takes its time.
        let looked = tokio::task::spawn_blocking(move || {
            let moved = Concerned::default();
            let check = |_: &Geo, new: &Geo| handle.block_on(server.check_places(new, &moved));
            let places = server.look_at("the address database", &server.surroundings.geo, check);
            let listed = Concerned::default();
            let check =
                |_: &ThreatList, new: &ThreatList| handle.block_on(server.check_threats(new, &listed));
            let threats = server.look_at("the threat lists", &server.surroundings.threats, check);
            let concerned = [(places, moved), (threats, listed)].into_iter().filter(|(loaded, _)| *loaded);
            let grants = concerned.flat_map(|(_, grants)| grants.into_inner().unwrap_or_default()).collect();
            handle.block_on(server.place_again(grants))
        });
        if let Ok(Err(error)) = looked.await {
            let error: &dyn std::error::Error = &error;
            tracing::error!(error, "not everybody was weighed again after a file had changed");
        }
    }

    /// Whether the files of `value` were taken over.
    fn look_at<T>(
        &self,
        what: &str,
        value: &Reloading<T>,
        check: impl Fn(&T, &T) -> std::result::Result<(), Held>,
    ) -> bool {
        match value.refresh(check) {
            Refreshed::Unchanged | Refreshed::Settling => false,
            Refreshed::Loaded => {
                tracing::info!(what, "a changed file was taken over");
                true
            }
            // The breaker has said so already.
            Refreshed::Kept(Problem::Held(_)) => false,
            Refreshed::Kept(problem) => {
                let problem: &dyn std::error::Error = &problem;
                tracing::error!(what, problem, "a changed file cannot be used; what was known stays in use");
                false
            }
        }
    }

    async fn check_places(&self, new: &Geo, moved: &Concerned) -> std::result::Result<(), Held> {
        self.weigh_change("the address database", moved, |facts| {
            let place = facts.place.address.map(|address| new.locate(address, facts.place.quality).place);
            Facts { place: place.unwrap_or_else(|| facts.place.clone()), ..facts.clone() }
        })
        .await
    }

    async fn check_threats(&self, new: &ThreatList, listed: &Concerned) -> std::result::Result<(), Held> {
        self.weigh_change("the threat lists", listed, |facts| {
            let vouched = facts.place.address.filter(|_| facts.place.quality > Quality::Claimed);
            let listed = vouched.and_then(|address| new.look_up(address).listed.map(str::to_owned));
            Facts { network: NetworkFacts { listed }, ..facts.clone() }
        })
        .await
    }

    /// Weighs what all have now on the changed facts, and notes whose facts change.
    async fn weigh_change(
        &self,
        what: &str,
        concerned: &Concerned,
        change: impl Fn(&Facts) -> Facts + Send + Sync,
    ) -> std::result::Result<(), Held> {
        let noted = |facts: &Facts| {
            let changed = change(facts);
            if changed != *facts {
                concerned.lock().unwrap_or_else(PoisonError::into_inner).extend(facts.grant);
            }
            changed
        };
        let touched = self.would_touch(noted).await.map_err(|error| Held(error.to_string()))?;
        if self.breaker_stops(what, &touched) {
            return Err(Held(format!(
                "{} of {} people would lose something",
                touched.losing, touched.people
            )));
        }
        Ok(())
    }

    /// Places the sessions of these grants anew and has them weighed, each in a transaction of its own.
    async fn place_again(&self, grants: BTreeSet<GrantId>) -> Result<()> {
        for id in grants {
            let mut tx = self.storage.write().await?;
            let Some(grant) = tx.grant(id).await?.filter(|grant| grant.ended.is_none()) else { continue };
            if let Some(mut session) = tx.session(grant.session).await?
                && let Some(address) = session.place.address
            {
                let place: Place = self.locate(address, session.place.quality).place;
                if place != session.place {
                    session.place = place;
                    tx.update_session(&session).await?;
                }
            }
            let now: Time = self.policy_now();
            tx.set_due(id, Some(now)).await?;
            tx.commit().await?;
            self.due.notify_one();
        }
        Ok(())
    }
}
