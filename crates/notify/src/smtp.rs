use std::time::Duration;

use lettre::address::AddressError as Malformed;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use crate::{Letter, MailError, Mailer};

/// How long the server may take for each of its answers. Shorter than a claim, so that a slow server does not
/// make two of one mail.
const TIMEOUT: Duration = Duration::from_secs(20);

/// How the connection is kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// TLS from the first byte (RFC 8314 section 3.3).
    Tls,
    /// STARTTLS, required: without it nothing is said.
    StartTls,
    /// Nothing, for a server on this machine.
    Plain,
}

/// A mail server, and as whom to write.
#[derive(Clone)]
pub struct Smtp {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from others.
    pub wire: Wire,
    /// Sender, `Name <address>` or an address.
    pub from: String,
    /// Name and password, if it wants them.
    pub credentials: Option<(String, String)>,
}

/// The sender is no mail address.
#[derive(Debug, thiserror::Error)]
#[error("not a mail address, or `Name <address>`")]
pub struct AddressError(#[from] Malformed);

/// Hands mails to a server (RFC 5321). Each over a connection of its own: they are few.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    /// Whether a text can be a sender.
    ///
    /// # Errors
    ///
    /// [`AddressError`].
    pub fn check_sender(text: &str) -> Result<(), AddressError> {
        Ok(text.parse::<Mailbox>().map(drop)?)
    }

    /// Whether a text can be written to.
    ///
    /// # Errors
    ///
    /// [`AddressError`].
    pub fn check_address(text: &str) -> Result<(), AddressError> {
        Ok(text.parse::<Address>().map(drop)?)
    }
}

impl SmtpMailer {
    /// Connects to nothing yet; `domain` is how we introduce ourselves.
    ///
    /// # Errors
    ///
    /// When the sender is no address or the host no name that TLS knows.
    pub fn new(smtp: &Smtp, domain: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let Smtp { host, port, wire, from, credentials } = smtp;
        let builder = match wire {
            Wire::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(host)?,
            Wire::StartTls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host)?,
            Wire::Plain => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host),
        };
        let mut builder =
            builder.port(*port).timeout(Some(TIMEOUT)).hello_name(ClientId::Domain(domain.to_owned()));
        if let Some((name, password)) = credentials {
            builder = builder.credentials(Credentials::new(name.clone(), password.clone()));
        }
        Ok(Self { transport: builder.build(), from: from.parse()? })
    }

    fn message(&self, letter: &Letter) -> Option<Message> {
        let to = Mailbox::new(None, letter.to.parse().ok()?);
        let plain = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(letter.text.clone());
        let html = SinglePart::builder().header(ContentType::TEXT_HTML).body(letter.html.clone());
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.clone())
            .date(letter.at.into())
            .message_id(Some(letter.message_id.clone()))
            .header(ContentLanguage(letter.language))
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative().singlepart(plain).singlepart(html));
        message.ok()
    }
}

#[async_trait::async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let message = self.message(letter).ok_or(MailError::Address)?;
        self.transport.send(message).await.map(drop).map_err(|error| why(&error))
    }
}

impl std::fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SmtpMailer")
    }
}

/// Only the code of an answer: its text may repeat the address.
fn why(error: &Error) -> MailError {
    error.status().map_or(MailError::Unreachable, |code| MailError::Answered(code.into()))
}

/// `Auto-Submitted: auto-generated` (RFC 3834 section 5): no machine answers it.
#[derive(Clone, Copy)]
struct AutoSubmitted;

/// `Content-Language` (RFC 3282).
#[derive(Clone, Copy)]
struct ContentLanguage(&'static str);

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self("en"))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.to_owned())
    }
}
