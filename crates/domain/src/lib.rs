//! The nouns of Leasehold and the rules that hold between them, without I/O.
//!
//! Grants, leases, holds and waivers (design sections 1 and 5) with their states; typed ids; tokens that
//! are either plain or hashed; facts with their quality; the injected clock and source of randomness.
//! Everything builds for `wasm32-unknown-unknown`.

pub mod authorization;
pub mod catalogue;
pub mod client;
pub mod clock;
pub mod consent;
pub mod decision;
pub mod device;
pub mod effective;
pub mod entropy;
pub mod evidence;
pub mod facts;
pub mod grant;
pub mod hold;
pub mod hours;
pub mod id;
pub mod lease;
pub mod log;
pub mod notice;
pub mod policy;
pub mod proof;
pub mod rate;
pub mod sealed;
pub mod session;
pub mod signal;
pub mod token;
pub mod user;
pub mod waiver;

pub use clock::{Clock, SystemClock};
pub use entropy::{Entropy, SystemEntropy};
pub use id::{
    AuthorizationId, ClientId, ConsentId, DecisionId, DeviceId, FactorId, GrantId, HoldId, LeaseId, MailId,
    NoticeId, PolicyRequestId, SessionId, SignalId, UserId, WaiverId,
};
pub use token::{HashedToken, PlainToken, TokenKind};

/// A moment, always UTC.
pub type Time = chrono::DateTime<chrono::Utc>;
