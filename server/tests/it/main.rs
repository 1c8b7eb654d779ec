//! The whole product in process: every host, the real policy, a real database, a clock that stands still.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which the lint does not know as such")]

mod bad_input;
mod device_link;
mod endpoints;
mod leaks;
mod notices;
mod pages;
mod plain;
mod process;
mod streams;
mod support;
mod thread;
mod whole;
