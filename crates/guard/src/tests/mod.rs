//! The guard against an issuer that the test plays itself.

mod cache;
mod challenges;
mod issuer;
mod regions;
mod requests;
mod usage;
