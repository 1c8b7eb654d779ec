use crate::Letter;

/// Why a mail was not handed over. Says nothing of addresses or content, because it goes to the log
/// (docs/logging.md); servers repeat addresses in what they answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The address cannot be written in a mail; no try will change that.
    #[error("the address cannot be written to")]
    Address,
    /// The server said no.
    #[error("the mail server answered {0}")]
    Answered(u16),
    /// There was no answer in time, or no connection that is safe enough.
    #[error("the mail server cannot be reached")]
    Unreachable,
}

/// Takes mails from here on.
#[async_trait::async_trait]
pub trait Mailer: Send + Sync + std::fmt::Debug {
    /// Hands one over; when it returns, it is somebody else's to deliver.
    ///
    /// # Errors
    ///
    /// [`MailError`].
    async fn send(&self, letter: &Letter) -> Result<(), MailError>;
}
