//! The browser's end. Every step consumes the state before it and keeps the PIN inside, erased when dropped.

mod login;
mod registration;

pub use login::{LoginProof, PinLogin};
pub use registration::{PinRegistration, Registered};
