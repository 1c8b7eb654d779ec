//! The key that a session is bound to: a copy of its cookie is worth nothing without it for long.
//!
//! The first key that a browser proves is the session's. From then on it is proved again at least every five
//! minutes, and each proof comes with a cookie of its own that the next requests have to show.

mod bound;
mod challenge;
pub(crate) mod dbsc;
mod proved;

pub(crate) use bound::Bound;
pub use bound::DeviceStanding;
pub(crate) use challenge::Challenges;
pub(crate) use dbsc::Dbsc;
pub(crate) use proved::{Kept, Shown};
