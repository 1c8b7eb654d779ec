//! One axum router per host, made of pages and form actions.
//!
//! A page is an axum handler that asks its data trait, then draws one Leptos component. So the status, the
//! headers and the texts are settled before the first byte, and nothing on a page waits for a script.

pub mod account;
pub mod admin;
pub mod demo;
pub mod issuer;
pub mod ledgerly;
pub mod northbank;

mod app;
mod render;
mod security;
mod settings;
mod statics;

pub use app::AppState;
pub(crate) use render::{Page, respond, see_other};
pub use settings::{Brand, SiteSettings};
pub use statics::static_files;
