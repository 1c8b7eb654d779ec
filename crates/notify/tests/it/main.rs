//! The outbox, worked off: over a real database, to mailers that fail, and to a mail server on this machine.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which the lint does not know as such")]

mod outbox;
mod server;
mod smtp;
mod support;
