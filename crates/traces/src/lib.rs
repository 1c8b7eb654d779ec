//! Are the defaults livable? A year of ordinary people and of attacks, run through the shipped policy.
//!
//! - `rng`: chance by a seed, the same everywhere;
//! - `people`, `atlas`, `year`: who they are, where things are, and what they do without anything being wrong;
//! - `world`: one person as the server knows them, around the real policy and context engine;
//! - `owner`, `attacks`: the person gets back what was taken; others try to get it;
//! - `run`, `report`: everybody's year, and a table of it.

pub mod atlas;
pub mod attacks;
pub mod owner;
pub mod people;
pub mod report;
pub mod rng;
pub mod run;
pub mod scopes;
pub mod world;
pub mod year;

use leasehold_context::GeoError;
use leasehold_context::threats::ThreatError;
use leasehold_policy::PolicyError;

/// Why there are no figures.
#[derive(Debug, thiserror::Error)]
pub enum TracesError {
    /// The policy cannot be read, or fails to decide.
    #[error("policy: {0}")]
    Policy(#[from] PolicyError),
    /// The regions cannot be read.
    #[error(transparent)]
    Geo(#[from] GeoError),
    /// The threat list cannot be read.
    #[error(transparent)]
    Threats(#[from] ThreatError),
    /// The networks are none.
    #[error("the networks of the traces are none")]
    Networks,
    /// The scopes are none.
    #[error("the scopes of the traces are none")]
    Scopes,
    /// A thread ended early.
    #[error("a thread ended early")]
    Thread,
}
