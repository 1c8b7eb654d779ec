use leasehold_domain::user::Role;
use leasehold_domain::{DeviceId, HashedToken, Time, UserId};
use serde::{Deserialize, Serialize};

use crate::Result;

/// What a one-time link is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "purpose", rename_all = "snake_case")]
pub enum LinkPurpose {
    /// Making the first administrator; valid only while there is none.
    FirstAdmin,
    /// Making an account that was announced on the command line.
    NewUser {
        /// Its sign-in name.
        username: String,
        /// Full name.
        name: String,
        /// What it may do.
        role: Role,
    },
    /// Making a new device known from the mailbox of its person.
    ConfirmDevice {
        /// Whose.
        user: UserId,
        /// Which: the one in whose browser it was asked for.
        device: DeviceId,
    },
}

/// A one-time link.
#[derive(Clone, Debug)]
pub struct Link {
    /// Hash of its token.
    pub hash: HashedToken,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// When it ends.
    pub expires_at: Time,
    /// When it was used.
    pub used_at: Option<Time>,
    /// The account that came from it.
    pub user: Option<UserId>,
}

/// One-time links.
#[async_trait::async_trait]
pub trait Links {
    /// A new one; cancels older ones of the same purpose that are unused (checklist ML-6).
    async fn add_link(&mut self, link: &Link) -> Result<()>;
    /// By hash.
    async fn link(&mut self, hash: HashedToken) -> Result<Option<Link>>;
    /// Uses a link, if it is unused and not past its end.
    async fn use_link(&mut self, hash: HashedToken, user: Option<UserId>, now: Time) -> Result<bool>;
}
