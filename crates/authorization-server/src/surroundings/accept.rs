//! Files that the breaker held, and who lets them pass.

use leasehold_context::Reloading;
use leasehold_context::reloading::Problem;
use leasehold_storage::Result;
use serde_json::json;

use super::follow::Concerned;
use crate::AuthorizationServer;
use crate::policy::{LifecycleError, Touched, notes};

/// Files that are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// The address database.
    Places,
    /// The threat lists.
    Threats,
}

impl Followed {
    /// For the log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Places => "the address database",
            Self::Threats => "the threat lists",
        }
    }

    /// Meta: digest of the files that an administrator accepted.
    const fn meta(self) -> &'static str {
        match self {
            Self::Places => "accepted_places",
            Self::Threats => "accepted_threats",
        }
    }
}

/// What the files say otherwise than what is in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Digest of the files.
    pub digest: String,
    /// What they would do.
    pub touched: Touched,
}

impl AuthorizationServer {
    /// Weighs what the files say now; `None` if that is in use.
    ///
    /// # Errors
    ///
    /// If they cannot be used, or storage fails.
    pub async fn weigh_files(&self, what: Followed) -> std::result::Result<Option<Found>, LifecycleError> {
        self.catch_up().await?;
        let concerned = Concerned::default();
        Ok(match what {
            Followed::Places => match other(&self.surroundings.geo)? {
                Some((new, digest)) => {
                    Some(Found { digest, touched: self.moved_by(&new, &concerned).await? })
                }
                None => None,
            },
            Followed::Threats => match other(&self.surroundings.threats)? {
                Some((new, digest)) => {
                    Some(Found { digest, touched: self.listed_by(&new, &concerned).await? })
                }
                None => None,
            },
        })
    }

    /// Lets the files of now pass the breaker, these and no others; `None` if they are in use. Whoever serves finds
    /// that with its next looks.
    ///
    /// # Errors
    ///
    /// If they cannot be used, nobody of that name is an administrator, or storage fails.
    pub async fn accept_files(
        &self,
        what: Followed,
        admin: &str,
        reason: &str,
    ) -> std::result::Result<Option<Found>, LifecycleError> {
        let Some(found) = self.weigh_files(what).await? else { return Ok(None) };
        let mut tx = self.storage.write().await?;
        let admin = notes::admin(tx.as_mut(), admin).await?;
        let facts = json!({
            "digest": found.digest,
            "people": found.touched.people,
            "losing": found.touched.losing,
            "reason": reason,
        });
        notes::note(self, tx.as_mut(), Some(admin.id), (what.meta(), ""), facts).await?;
        tx.set_meta(what.meta(), &found.digest).await?;
        tx.commit().await?;
        Ok(Some(found))
    }

    /// Digest of the files that somebody accepted last.
    pub(super) async fn accepted(&self, what: Followed) -> Result<Option<String>> {
        self.storage.read().await?.meta(what.meta()).await
    }
}

fn other<T>(value: &Reloading<T>) -> std::result::Result<Option<(T, String)>, LifecycleError> {
    value.other().map_err(|problem: Problem| LifecycleError::Files(problem))
}
