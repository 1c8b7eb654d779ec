//! One folder per area, one file per page: first the handler that asks for the data, then the component that
//! draws it; larger parts of a page have files of their own.

pub(crate) mod account;
pub(crate) mod admin;
pub(crate) mod bank_api;
pub(crate) mod demo;
mod factor_words;
pub(crate) mod failure;
pub(crate) mod issuer;
pub(crate) mod ledgerly;
pub(crate) mod northbank;
pub(crate) mod prove_device;
mod refusal;
pub(crate) mod sign_in_failed;
pub(crate) mod signed_out;

pub(crate) use refusal::Refusal;
