//! A small bank whose API is protected by the guard; both demo apps use it.
//!
//! It shows what a resource server has to do itself: name a scope per route, keep people's data apart by
//! `sub`, and honour `Idempotency-Key`, so that an action which resumes after a step-up happens once. What
//! a token may do at this moment is the guard's business alone; no handler looks at a token.

pub mod api;

mod ledger;
mod routes;

pub use ledger::{Bank, OpenError};
pub use routes::{SCOPES, router};

#[cfg(test)]
mod tests;
