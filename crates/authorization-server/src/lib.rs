//! OAuth 2.1 and OpenID Connect authorization server whose scopes are leases.
//!
//! Start reading at `leases`: it derives what a grant may do now, applies decisions of the PDP, and does
//! remedies, each in one transaction. `endpoints` are the protocol, one file each; [`interaction`] is what
//! happens between the authorization request and the code: sign-in, consent, step-up; [`account`] and
//! [`admin`] are the first-party APIs of the dashboard.

pub mod account;
pub mod admin;
mod bearer;
pub mod browser;
mod client_auth;
pub mod config;
mod context;
mod device_key;
pub mod device_link;
mod endpoints;
pub mod events;
pub mod factors;
mod failure;
mod flood;
mod id_token_hint;
pub mod interaction;
pub mod keys;
mod leases;
mod limits;
mod maintenance;
mod notices;
pub mod passkeys;
pub mod pins;
pub mod policy;
pub mod provisioning;
mod reasons;
mod recognition;
mod replay;
mod request;
mod router;
mod server;
pub mod signals;
mod stop;
pub mod surroundings;
mod tries;

pub use config::ServerConfig;
pub use server::{AuthorizationServer, Dependencies};
pub use surroundings::Surroundings;
