//! The authorization server over its real router, real database and real policy.

mod account;
mod admin;
mod attacks;
mod codes;
mod setup;
mod support;
mod thread;
mod tokens;
