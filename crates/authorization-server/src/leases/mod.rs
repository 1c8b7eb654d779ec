//! What a grant may do now, and how that changes.
//!
//! - [`situation`] loads what a decision is about;
//! - [`facts`] turns it into the facts that the PDP sees;
//! - [`plan`] compares the decision with the open holds: what to open, what to close;
//! - [`apply`] writes a plan: holds, versions, log entries and events in one transaction;
//! - [`evaluate`] ties them together for introspection, token issuance and the due-time job;
//! - [`remedy`] closes holds when a person has proved themselves;
//! - [`reconsent`] does the same when they gave their consent again;
//! - [`consent`] remembers consent and begins lifetimes anew;
//! - [`arrive`] asks whoever signs in for what the policy wants first;
//! - [`expire`] notes what is over with time;
//! - [`end`] ends grants and sessions;
//! - `settle` notes where a session has arrived;
//! - `took` writes down how long withdrawals took;
//! - `carry` puts a session on another device, for demos.

pub(crate) mod apply;
pub(crate) mod arrive;
mod carry;
pub(crate) mod consent;
pub(crate) mod end;
pub(crate) mod evaluate;
pub(crate) mod expire;
pub(crate) mod facts;
pub(crate) mod plan;
mod policy_failure;
pub(crate) mod reconsent;
pub(crate) mod remedy;
mod scheduler;
mod settle;
pub(crate) mod situation;
mod took;

pub(crate) use evaluate::Evaluation;
pub(crate) use situation::Situation;
pub(crate) use took::Took;
