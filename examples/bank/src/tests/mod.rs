//! The API behind a real guard, whose issuer the test plays.

mod api;
mod durability;
mod world;
