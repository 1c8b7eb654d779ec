//! What the pages ask of the rest of the server, as object-safe traits.
//!
//! The composition root implements them over the real handles; the gallery implements them over fixtures.
//! No page knows a database, a token or another crate's types beyond the wire types of `oauth-types`.

mod backend;
mod demo;
mod error;
mod issuer;
mod person;
mod read;
mod request;

pub use backend::{ApiCall, AppBackend, CallOutcome, Pending, PendingOutcome};
pub use demo::{DemoContextView, DemoDevice, DemoMail, DemoPages, DemoPerson, DemoPlace};
pub use error::PageError;
pub use issuer::{DeviceLinkStep, FactorPage, InteractionPage, IssuerPages, SetupStep};
pub use person::Person;
pub(crate) use read::read;
pub use request::PageRequest;
