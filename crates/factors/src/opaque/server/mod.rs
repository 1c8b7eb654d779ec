//! The server's end.

mod login;
mod record;
mod secret;

pub use login::{LoginAnswer, PendingLogin};
pub use record::PinRecord;
pub use secret::PinServer;
