//! What every HTTP surface of Leasehold shares, below any knowledge of grants or people.
//!
//! Errors in their two wire shapes ([`problem`], [`oauth`]), strict extractors ([`params`], [`json`]),
//! the address a request came from ([`address`]), what clients sign ([`assertion`]), cookies, cross-site checks, security headers, request
//! ids, and the one way to call another part ([`client`]): in process or over HTTP, alike to the caller.

pub mod address;
pub mod assertion;
pub mod client;
pub mod client_hints;
pub mod cookies;
pub mod fetch_site;
pub mod headers;
pub mod json;
pub mod oauth;
pub mod params;
pub mod problem;
pub mod request_id;
pub mod sse;
pub mod urlencoded;

mod body;

pub use address::ClientAddress;
pub use body::is_media_type;
pub use client::{CallError, Caller};
pub use client_hints::ClientHints;
pub use fetch_site::{CrossSite, OwnOrigin};
pub use json::{JsonBody, QueryParams};
pub use oauth::OAuthErrorResponse;
pub use params::{FormFields, FormRejection, OAuthForm, OAuthQuery};
pub use problem::ProblemResponse;
pub use request_id::RequestId;
