//! The whole product in process: every host, the real policy, a real database, a clock that stands still.

mod endpoints;
mod process;
mod support;
mod thread;
mod whole;
