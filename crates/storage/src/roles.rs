use std::collections::BTreeSet;

use leasehold_domain::UserId;

use crate::Result;

/// Roles and groups of people, as an organisation gives them.
#[async_trait::async_trait]
pub trait Roles {
    /// All of a person.
    async fn roles(&mut self, user: UserId) -> Result<BTreeSet<String>>;
    /// Gives one; `false` if the person had it.
    async fn add_role(&mut self, user: UserId, role: &str) -> Result<bool>;
    /// Takes one; `false` if the person did not have it.
    async fn remove_role(&mut self, user: UserId, role: &str) -> Result<bool>;
}
