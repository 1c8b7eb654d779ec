use leasehold_domain::UserId;
use leasehold_domain::hours::WorkingHours;
use leasehold_domain::user::User;

use crate::Result;

/// People.
#[async_trait::async_trait]
pub trait Users {
    /// By id.
    async fn user(&mut self, id: UserId) -> Result<Option<User>>;
    /// By sign-in name, lower case.
    async fn user_by_username(&mut self, username: &str) -> Result<Option<User>>;
    /// A new person; `false` if the sign-in name is taken.
    async fn add_user(&mut self, user: &User) -> Result<bool>;
    /// Sets or takes away where mails go; `false` if there is no such person.
    async fn set_email(&mut self, id: UserId, email: Option<&str>) -> Result<bool>;
    /// Sets or takes away a person's own working hours, and the zone that they are of; `false` if there is no such
    /// person.
    async fn set_hours(&mut self, id: UserId, hours: Option<&WorkingHours>, zone: &str) -> Result<bool>;
    /// All administrators, the first one first.
    async fn admins(&mut self) -> Result<Vec<User>>;
    /// Whether any administrator exists.
    async fn any_admin(&mut self) -> Result<bool>;
}
