//! What tests share: a browser and a database. A development dependency only.
//!
//! The browser needs no socket: it keeps cookies, follows redirects and fills forms, over a router in process.
//! Like a real one it says where a request comes from (`Sec-Fetch-Site`, `Origin`), keeps a `SameSite=Strict`
//! cookie back when another site started the request, and never runs a script.
#![expect(clippy::expect_used, clippy::panic, reason = "what is wrong here is wrong in the test")]

mod browser;
mod cookies;
mod database;
mod html;
mod mmdb;
mod page;
pub mod postgres;

pub use browser::{Browser, NETHERLANDS};
pub use database::TestDatabase;
pub use html::Form;
pub use mmdb::Mmdb;
pub use page::Page;
