//! The whole product in process: every host, the real policy, a real database, a clock that stands still.

mod endpoints;
mod support;
mod thread;
