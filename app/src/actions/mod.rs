//! What the forms of the apps do: one file per action. Each checks where the form comes from, does one call
//! through the backend-for-frontend, and answers 303, so that a reload repeats nothing.

pub(crate) mod account;
mod form;
pub(crate) mod ledgerly;
pub(crate) mod northbank;
mod outcome;

pub(crate) use form::{ActionForm, fields};
pub(crate) use outcome::finish;
