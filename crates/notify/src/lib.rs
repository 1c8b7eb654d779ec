//! Notices by mail.
//!
//! Whoever changes something writes the notice and its mail into the outbox in the same transaction
//! ([`leasehold_storage::Notices`]). A [`Postman`] takes mails out one by one, has them worded
//! ([`letter`]) in the person's language, and hands them to a [`Mailer`]. What cannot be handed over is tried
//! again for two days. A crash between handing over and noting it repeats the mail, under the same Message-ID.

pub mod letter;
mod local;
mod mailer;
mod postman;
mod smtp;
mod texts;

pub use letter::{Letter, Letterhead};
pub use local::LocalOutbox;
pub use mailer::{MailError, Mailer};
pub use postman::Postman;
pub use smtp::{AddressError, Smtp, SmtpMailer, Wire};
