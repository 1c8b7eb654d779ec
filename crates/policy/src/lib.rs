//! The policy decision point: facts in, decision out, with Rego in process.
//!
//! A decision is a pure function of its [`Facts`](leasehold_domain::facts::Facts) and of the policy
//! version: no clock, randomness, environment or network can be reached from a rule. Whoever asks and
//! gets a [`PolicyError`] suspends what is sensitive; failure never opens a hold (design section 4,
//! invariant 5).
//!
//! To add a rule: a package `leasehold.rules.<code>` in `policies/rules/<code>.rego` (see
//! `decision.rego` there for what it gives), its settings in `policies/data.json`, its sentences in
//! `policies/reasons/*.json`, its tests in `policies/tests/<code>_test.rego`, and its file in
//! [`PolicySources::shipped`].

mod answer;
mod builtins;
mod compile;
mod confine;
pub mod countries;
mod engine;
mod error;
mod factor_rules;
mod failures;
mod folder;
mod input;
mod memo;
mod reasons;
mod rego_tests;
mod settings;
mod sources;
#[cfg(test)]
mod tests;
pub mod trial;
mod unroll;
mod vm;
mod weights;
mod workers;

pub use countries::{country_name, is_country};
pub use engine::PolicyEngine;
pub use error::PolicyError;
pub use factor_rules::FactorRules;
pub use failures::Failure;
pub use memo::Memo;
pub use rego_tests::RegoTest;
pub use sources::{PolicyModule, PolicySources};
