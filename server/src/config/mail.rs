use std::path::PathBuf;

use anyhow::Context as _;
use leasehold_notify::{Smtp, Wire};
use serde::Deserialize;
use url::Url;

use super::{Problems, is_loopback_host};

/// Section `mail`: the server that notices go out through. Without one they are in the pages only.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailSettings {
    /// `smtps://host` (TLS), `smtp://host` (STARTTLS, required; on loopback nothing), with `:port` if it is another.
    pub smtp: Option<Url>,
    /// Sender: an address, or `Name <address>`.
    pub from: Option<String>,
    /// Name at the mail server, if it asks for one.
    pub username: Option<String>,
    /// A file with the password: the configuration itself has no secrets.
    pub password_file: Option<PathBuf>,
}

impl MailSettings {
    pub(super) fn check(&self, problems: &mut Problems) {
        let Some(url) = &self.smtp else {
            let rest = self.from.is_some() || self.username.is_some() || self.password_file.is_some();
            problems.require(!rest, || "mail.smtp: name the mail server".into());
            return;
        };
        let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
        problems.require(matches!(url.scheme(), "smtp" | "smtps") && url.has_host() && bare, || {
            "mail.smtp: smtps://host or smtp://host, with :port if it is another".into()
        });
        // Never repeated: a password may stand there.
        problems.require(url.username().is_empty() && url.password().is_none(), || {
            "mail.smtp: name and password belong in mail.username and mail.password_file".into()
        });
        let from = self.from.as_deref().unwrap_or_default();
        problems.require(Smtp::check_sender(from).is_ok(), || {
            "mail.from: an address, or \"Name <address>\"".into()
        });
        problems.require(self.username.is_some() == self.password_file.is_some(), || {
            "mail.username and mail.password_file: both or neither".into()
        });
        if let Some(path) = &self.password_file {
            problems.require(path.is_file(), || {
                format!("mail.password_file: there is no file {}", path.display())
            });
        }
    }

    /// The mail server, if there is one.
    ///
    /// # Errors
    ///
    /// When the password cannot be read.
    pub fn server(&self) -> anyhow::Result<Option<Smtp>> {
        let (Some(url), Some(from)) = (&self.smtp, &self.from) else { return Ok(None) };
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let (wire, port) = match url.scheme() {
            "smtps" => (Wire::Tls, 465),
            _ if is_loopback_host(&host) => (Wire::Plain, 25),
            _ => (Wire::StartTls, 587),
        };
        let credentials = match (&self.username, &self.password_file) {
            (Some(name), Some(path)) => {
                let password = std::fs::read_to_string(path)
                    .with_context(|| format!("mail.password_file {}", path.display()))?;
                Some((name.clone(), password.trim_end_matches(['\r', '\n']).to_owned()))
            }
            _ => None,
        };
        Ok(Some(Smtp { host, port: url.port().unwrap_or(port), wire, from: from.clone(), credentials }))
    }
}
