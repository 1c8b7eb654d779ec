//! The composition root: configuration, keys, storage driver, routers by host, layers, shutdown, command line.
//!
//! [`compose`](compose::compose) puts the product together out of [`config::Settings`] and a
//! [`compose::World`] (clock, randomness, storage…); [`serve`] gives it a listener. Tests compose the same
//! product over a clock that stands still.

pub mod cli;
pub mod compose;
pub mod config;
pub mod database;
#[cfg(feature = "demo")]
pub mod demo;
mod health;
mod hosts;
pub mod keys;
mod layers;
mod links;
mod policy_worker;
pub mod serve;
pub mod shutdown;
pub mod telemetry;

#[cfg(test)]
mod scratch;
