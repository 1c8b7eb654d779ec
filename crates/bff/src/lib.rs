//! The backend-for-frontend: the relying party that stands between a browser and everything that wants a
//! token (design sections 2, 3 and 7).
//!
//! One [`Bff`] per app. The browser holds cookies only; tokens stay in sealed sessions here. It speaks to
//! the authorization server as any third party would: code flow with PKCE over pushed requests,
//! `private_key_jwt`, refresh in single flight.
//!
//! - [`Bff::router`] has the addresses that every app host shares: sign-in, its callback, sign-out, the
//!   relay for scripts.
//! - Pages and form actions use [`Bff::session`], [`Bff::verify_csrf`], [`Bff::call`], [`Bff::outcome`] and
//!   [`Bff::authorize_details`].
//!
//! # A confirmed action
//!
//! [`Bff::call`] meets a challenge (RFC 9470), stores the call and answers [`CallOutcome::StepUp`]; the
//! page redirects there; `/auth/step-up` pushes what the call does as an authorization detail; after the
//! person confirmed it, `/auth/landing` replaces the tokens and the session's id, does the call once, and
//! goes to the page that asks [`Bff::outcome`].

mod authorize;
mod bff;
mod config;
mod context;
mod device_proof;
mod elevation;
mod error;
mod landing;
mod login;
mod oidc;
mod pending;
mod return_to;
mod routes;
mod session;
mod upstream;

pub use bff::Bff;
pub use config::{BffConfig, BffDeps, ClientKey, Endpoint, Upstream};
pub use context::BrowserContext;
pub use device_proof::DeviceStanding;
pub use error::{BffError, ConfigError, SignInFailure};
pub use pending::PendingOutcome;
pub use routes::{FailurePage, arrive};
pub use session::{BffSession, BffSessionStore};
pub use upstream::{ApiCall, CallOutcome, PendingSpec};
