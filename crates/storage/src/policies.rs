use leasehold_domain::PolicyRequestId;
use leasehold_domain::policy::{PolicyRequest, PolicyState, PolicyVersion};

use crate::Result;

/// Which version is in use; small enough to be read every second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyHead {
    /// The version.
    pub version: String,
    /// Its revision.
    pub revision: u64,
    /// Active or in the shadow.
    pub state: PolicyState,
}

/// Versions of the policy and the requests to change it. At most one version is active, one in the shadow and
/// one request open: whoever breaks that gets an error.
#[async_trait::async_trait]
pub trait Policies {
    /// A new version; `false` if it is there already.
    async fn add_policy(&mut self, policy: &PolicyVersion) -> Result<bool>;
    /// By its digest.
    async fn policy(&mut self, version: &str) -> Result<Option<PolicyVersion>>;
    /// The one in this state: for `Active` and `Shadow`, of which there is at most one.
    async fn policy_in(&mut self, state: PolicyState) -> Result<Option<PolicyVersion>>;
    /// All of them, the newest first.
    async fn policies(&mut self) -> Result<Vec<PolicyVersion>>;
    /// What is in use, the active one first.
    async fn policy_heads(&mut self) -> Result<Vec<PolicyHead>>;
    /// Writes content, state and the moment of activation back, if the revision in the database is still that
    /// of `policy`; `false` if somebody else was faster.
    async fn update_policy(&mut self, policy: &PolicyVersion) -> Result<bool>;

    /// A new request, open or closed at once.
    async fn add_policy_request(&mut self, request: &PolicyRequest) -> Result<()>;
    /// The one that is open.
    async fn open_policy_request(&mut self) -> Result<Option<PolicyRequest>>;
    /// Writes what became of an open request; `false` if it is not open any more.
    async fn close_policy_request(&mut self, request: &PolicyRequest) -> Result<bool>;
    /// Writes what was weighed for a request anew, whatever became of it; `false` if there is no such request.
    async fn set_policy_request_summary(
        &mut self,
        id: PolicyRequestId,
        summary: &serde_json::Value,
    ) -> Result<bool>;
    /// Requests, the newest first.
    async fn policy_requests(&mut self, limit: u32) -> Result<Vec<PolicyRequest>>;
}
