//! Wire types of OAuth 2.1, OpenID Connect, step-up (RFC 9470) and problem details (RFC 9457).
//!
//! Parsing and formatting only: no I/O, no clock, and nothing that keeps the crate from building for
//! `wasm32-unknown-unknown`. The server, the guard, the backend-for-frontend and the browser share it,
//! so a word such as `suspended` has one spelling everywhere.

pub mod account;
pub mod acr;
pub mod admin;
pub mod amr;
pub mod authorization_details;
pub mod challenge;
pub mod claims;
pub mod discovery;
pub mod error;
pub mod event;
pub mod factors;
pub mod form;
pub mod interaction;
pub mod introspection;
pub mod lease;
pub mod network;
pub mod notice;
pub mod problem;
pub mod region;
pub mod scope;
pub mod token;
pub mod usage;

pub use acr::Acr;
pub use amr::Amr;
pub use authorization_details::AuthorizationDetail;
pub use error::{OAuthError, OAuthErrorCode};
pub use lease::{LeaseStatus, Remedy};
pub use network::Network;
pub use problem::{Problem, Reason};
pub use region::{Region, Voucher};
pub use scope::{Scope, ScopeSet};
