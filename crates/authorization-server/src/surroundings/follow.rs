//! Follows the files of places and threats: what is new is taken over if it would not take from too many at once, and
//! whoever it concerns is weighed again.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use leasehold_context::reloading::{Held, Problem, Refreshed};
use leasehold_context::{Geo, Reloading, ThreatList};
use leasehold_domain::facts::{Facts, NetworkFacts, Place, Quality};
use leasehold_domain::{GrantId, Time};
use leasehold_storage::{Result, StorageError};
use tokio::runtime::Handle;

use super::{Followed, Surroundings};
use crate::AuthorizationServer;
use crate::policy::Touched;

/// Time between two looks. A change is taken over with the second look that sees the same.
const LOOK: Duration = Duration::from_secs(15);

/// Grants whose facts another file would change.
pub(super) type Concerned = Mutex<BTreeSet<GrantId>>;

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
            let Surroundings { geo, threats, .. } = &server.surroundings;
            let moved = Concerned::default();
            let accepted = handle.block_on(server.accepted(Followed::Places))?;
            let check = |_: &Geo, new: &Geo, digest: &str| {
                let touched = handle.block_on(server.moved_by(new, &moved));
                server.lets(Followed::Places, touched, accepted.as_deref() == Some(digest))
            };
            let places = server.look_at(Followed::Places, geo, accepted.as_deref(), check);
            let listed = Concerned::default();
            let accepted = handle.block_on(server.accepted(Followed::Threats))?;
            let check = |_: &ThreatList, new: &ThreatList, digest: &str| {
                let touched = handle.block_on(server.listed_by(new, &listed));
                server.lets(Followed::Threats, touched, accepted.as_deref() == Some(digest))
            };
            let lists = server.look_at(Followed::Threats, threats, accepted.as_deref(), check);
            let concerned = [(places, moved), (lists, listed)].into_iter().filter(|(loaded, _)| *loaded);
            let grants = concerned.flat_map(|(_, grants)| grants.into_inner().unwrap_or_default()).collect();
            handle.block_on(server.place_again(grants))?;
            // Not before everybody is marked: a server that stops in between begins with what was, and does it again.
            for kept in [geo.keep(), threats.keep()] {
                if let Err(error) = kept {
                    tracing::error!(%error, "no copy is kept of a file that was taken over");
                }
            }
            Ok::<_, StorageError>(())
        });
        if let Ok(Err(error)) = looked.await {
            let error: &dyn std::error::Error = &error;
            tracing::error!(error, "not everybody was weighed again after a file had changed");
        }
    }

    /// Whether the files of `value` were taken over.
    fn look_at<T>(
        &self,
        what: Followed,
        value: &Reloading<T>,
        accepted: Option<&str>,
        check: impl Fn(&T, &T, &str) -> std::result::Result<(), Held>,
    ) -> bool {
        if accepted.is_some() && value.held().as_deref() == accepted {
            value.reconsider();
        }
        let what = what.name();
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

    /// What other places would do to what all have now. Notes whose facts change.
    pub(super) async fn moved_by(&self, new: &Geo, moved: &Concerned) -> Result<Touched> {
        self.weigh_change(moved, |facts| {
            let mut place = facts.place.clone();
            if let Some(address) = place.address {
                let found = new.locate(address, place.quality).place;
                place = Place {
                    by: place.by,
                    since: place.since.filter(|_| found.is_where(&facts.place)),
                    ..found
                };
            }
            Facts { place, ..facts.clone() }
        })
        .await
    }

    /// What other lists would do to what all have now. Notes whose facts change.
    pub(super) async fn listed_by(&self, new: &ThreatList, listed: &Concerned) -> Result<Touched> {
        self.weigh_change(listed, |facts| {
            let vouched = facts.place.address.filter(|_| facts.place.quality > Quality::Claimed);
            let listed = vouched.and_then(|address| new.look_up(address).listed.map(str::to_owned));
            Facts { network: NetworkFacts { listed }, ..facts.clone() }
        })
        .await
    }

    async fn weigh_change(
        &self,
        concerned: &Concerned,
        change: impl Fn(&Facts) -> Facts + Send + Sync,
    ) -> Result<Touched> {
        let noted = |facts: &Facts| {
            let changed = change(facts);
            if changed != *facts {
                concerned.lock().unwrap_or_else(PoisonError::into_inner).extend(facts.grant);
            }
            changed
        };
        self.would_touch(noted).await
    }

    fn lets(
        &self,
        what: Followed,
        touched: Result<Touched>,
        accepted: bool,
    ) -> std::result::Result<(), Held> {
        let touched = touched.map_err(|error| Held(error.to_string()))?;
        if !accepted && self.breaker_stops(what.name(), &touched) {
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
                let place = self.locate(address, session.place.quality).place;
                if !place.is_where(&session.place) {
                    let (by, since) = (session.place.by.take(), Some(self.policy_now()));
                    session.place = Place { by, since, ..place };
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
