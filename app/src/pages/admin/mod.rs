//! Pages of the administrator.

mod entry_row;
mod filters;
pub(crate) mod log;
