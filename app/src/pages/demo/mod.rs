//! Pages of the demo, on the issuer's host.

pub(crate) mod context;
pub(crate) mod outbox;
pub(crate) mod people;
