//! A browser for tests, without a socket: it keeps cookies, follows redirects and fills forms, over a router in
//! process. A development dependency only.
//!
//! Like a real one it says where a request comes from (`Sec-Fetch-Site`, `Origin`), keeps a `SameSite=Strict`
//! cookie back when another site started the request, and never runs a script.
#![expect(clippy::expect_used, clippy::panic, reason = "what is wrong here is wrong in the test")]

mod browser;
mod cookies;
mod html;
mod mmdb;
mod page;

pub use browser::{Browser, NETHERLANDS};
pub use mmdb::Mmdb;
pub use page::Page;
