//! One product in memory, and the people who use it.

mod app;
mod key;
mod log;
mod person;
mod scratch;
mod tokens;

pub(crate) use app::TestApp;
pub(crate) use log::Log;
pub(crate) use person::Person;
pub(crate) use scratch::Scratch;
pub(crate) use tokens::{Answer, send};

pub(crate) const ISSUER: &str = "http://localhost:8080";
pub(crate) const ACCOUNT: &str = "http://app.localhost:8080";
pub(crate) const ADMIN: &str = "http://admin.localhost:8080";
pub(crate) const NORTHBANK: &str = "http://northbank.localhost:8080";
pub(crate) const LEDGERLY: &str = "http://ledgerly.localhost:8080";
