//! The policy and how it changes.
//!
//! - [`holder`]: the policy in use; decisions take what is there at that moment;
//! - [`alert`]: tells whoever operates the server that it fails, and that it works again;
//! - [`recorder`]: keeps decisions, and lets the policy in the shadow decide beside;
//! - [`begin`]: what is in use when a server starts, also a newer one;
//! - [`drafts`]: new versions, and the one in the shadow;
//! - [`weigh`]: what a change would mean, by [`replay`] over what was decided and over what people have now
//!   ([`breaker`]), with [`compare`] and [`unseen`] to tell who would get more;
//! - [`request`]: asks for a change, which takes effect, waits for a second administrator, or is stopped;
//! - [`approve`]: what becomes of a request that waits;
//! - [`release`]: gives back what a rule took and nothing else can;
//! - [`forget`]: forgets what was decided about a person;
//! - [`follow`]: takes what is active in the database into use, and has everything weighed again.

mod alert;
mod approve;
mod begin;
mod breaker;
mod compare;
mod content;
mod drafts;
mod follow;
mod forget;
mod holder;
pub(crate) mod notes;
mod recorder;
mod release;
mod replay;
mod request;
mod settings;
mod unseen;
mod weigh;

use leasehold_context::reloading::Problem;
use leasehold_domain::policy::{PolicyRequestError, PolicyStateError};
use leasehold_policy::PolicyError;
use leasehold_storage::StorageError;

pub use breaker::Touched;
pub use compare::{Change, Difference, Tally};
pub use drafts::Drafted;
pub use forget::{Forgotten, forget};
pub(crate) use holder::PolicyHolder;
pub(crate) use recorder::Recorder;
pub use replay::{Replay, replay};
pub use request::{Ask, Asked};
pub use settings::PolicyConfig;
pub use weigh::Weighed;

/// Why the policy was not changed.
#[derive(Debug, thiserror::Error)]
pub enum LifecycleError {
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The policy is none.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The stored policy cannot be read.
    #[error("the stored policy: {0}")]
    Content(String),
    /// Only administrators do that.
    #[error("{0} is not an administrator")]
    NotAdmin(String),
    /// There is nobody of that name.
    #[error("there is nobody called {0}")]
    Nobody(String),
    /// What is one's own is for somebody else to give back.
    #[error("another administrator has to release what is your own")]
    Oneself,
    /// No version has such a rule.
    #[error("no policy has a rule {0}")]
    NoRule(String),
    /// There is no such version.
    #[error("there is no version {0}")]
    NoVersion(String),
    /// Several versions begin like that.
    #[error("{} versions begin with {begins}: {}", .versions.len(), .versions.join(", "))]
    Ambiguous {
        /// What was said.
        begins: String,
        /// What may be meant.
        versions: Vec<String>,
    },
    /// There is no policy at all: no server was started yet.
    #[error("no policy is active yet; start the server once")]
    NoneActive,
    /// Nothing was active before.
    #[error("nothing was active before it")]
    NothingBefore,
    /// It was never active.
    #[error("{0} was never active; activate it instead")]
    NeverActive(String),
    /// The version is not in a state for it.
    #[error("{0}: {1}")]
    State(String, PolicyStateError),
    /// Nobody asked for it.
    #[error("nobody asks for {0}")]
    NotAsked(String),
    /// The request may not be done.
    #[error("the request: {0}")]
    Request(#[from] PolicyRequestError),
    /// The policy it was weighed against is not active any more.
    #[error("another policy became active meanwhile; ask again")]
    Overtaken,
    /// The draft fails on facts that came up.
    #[error("it fails on {times} of them, first: {first}")]
    Fails {
        /// On how many facts.
        times: u64,
        /// What it said first.
        first: String,
    },
    /// The files of places or threats say nothing.
    #[error(transparent)]
    Files(#[from] Problem),
    /// Too many people would lose something.
    #[error("the breaker stopped it: {losing} of {people} people would lose something")]
    Breaker {
        /// How many would lose something.
        losing: usize,
        /// Of how many.
        people: usize,
    },
}
