//! From a notice to a letter: what happened, when, near where, on which device, and what to do if it was
//! somebody else. It carries nothing that acts: its link leads to a page that asks for a sign-in. One kind has a
//! second, which acts in the browser that asked for it and nowhere else.

mod html;
mod names;
mod sentences;

use leasehold_domain::Time;
use leasehold_domain::notice::{Mail, Notice};
use leasehold_domain::user::User;
use leasehold_oauth_types::notice::NoticeKind;

use crate::texts::Texts;

/// What all letters of an installation have in common.
#[derive(Clone, Debug)]
pub struct Letterhead {
    /// Right of the `@` of every Message-ID: the issuer's host.
    pub domain: String,
    /// Address of the account site, without a slash at the end.
    pub account_url: String,
    /// Address of the page of a link that makes a device known; its token follows.
    pub device_link_url: String,
    /// Name of a country (ISO 3166 alpha-2) in a language.
    pub country_name: fn(&str, &str) -> String,
}

/// A mail, worded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// `<…@…>`, the same for every try (RFC 5322 section 3.6.4).
    pub message_id: String,
    /// Address of the person.
    pub to: String,
    /// Language of subject and text.
    pub language: &'static str,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML that needs nothing from anywhere.
    pub html: String,
    /// When what it tells of happened.
    pub at: Time,
}

/// The parts of a letter, before they become text or HTML.
struct Parts {
    greeting: String,
    sentence: String,
    facts: Vec<(String, String)>,
    fine: String,
    action: Option<String>,
    otherwise: String,
    link: String,
    never: String,
}

impl Letterhead {
    /// Words a mail for a person, in the language and time zone of their profile. `token` is that of the mail's
    /// own link.
    #[must_use]
    pub fn word(&self, mail: &Mail, notice: &Notice, user: &User, token: Option<&str>) -> Letter {
        let t = Texts::of(&user.locale);
        let sentence = sentences::sentence(t, &notice.kind);
        let parts = Parts {
            greeting: t.with("greeting", [("name", names::plain(&user.name).into())]),
            facts: self.facts(t, notice, user),
            fine: t.get(if token.is_some() { "was-you-link" } else { "was-you" }),
            action: token.map(|token| format!("{}{token}", self.device_link_url)),
            otherwise: t.get(advice(&notice.kind)),
            link: format!("{}{}", self.account_url, page(&notice.kind)),
            never: t.get("never-asked"),
            sentence: sentence.clone(),
        };
        Letter {
            message_id: format!("<{}@{}>", mail.id, self.domain),
            to: mail.to.clone(),
            language: t.tag(),
            subject: sentence,
            text: text(&parts),
            html: html::page(t.tag(), &parts),
            at: notice.at,
        }
    }

    fn facts(&self, t: Texts, notice: &Notice, user: &User) -> Vec<(String, String)> {
        let place = notice.country.as_deref().map(|code| (self.country_name)(code, t.tag()));
        let device = notice.device.as_deref().map(names::plain);
        let facts = [
            ("fact-when", Some(t.moment(notice.at, &user.zone))),
            ("fact-near", place.map(|place| names::plain(&place))),
            ("fact-device", device.filter(|name| !name.is_empty())),
        ];
        facts.into_iter().filter_map(|(key, value)| Some((t.get(key), value?))).collect()
    }
}

/// Where something can be done about it.
const fn page(kind: &NoticeKind) -> &'static str {
    match kind {
        NoticeKind::FactorAdded { .. }
        | NoticeKind::FactorRenamed { .. }
        | NoticeKind::FactorRemoved { .. }
        | NoticeKind::RecoveryCodesMade
        | NoticeKind::RecoveryCodeUsed { .. }
        | NoticeKind::PinLocked
        | NoticeKind::CodesPaused
        | NoticeKind::PasskeyCloned { .. } => "/ways",
        NoticeKind::DeviceNew
        | NoticeKind::DeviceConfirmed { .. }
        | NoticeKind::DeviceKeyChanged
        | NoticeKind::DeviceLinkSent { .. }
        | NoticeKind::DeviceKnown { .. }
        | NoticeKind::DeviceBlocked { .. }
        | NoticeKind::ActivityConfirmed
        | NoticeKind::PasswordChanged => "/devices",
        NoticeKind::PolicyAsked { .. } | NoticeKind::PolicyComing { .. } => "/",
    }
}

/// What to do if it was somebody else.
const fn advice(kind: &NoticeKind) -> &'static str {
    match kind {
        NoticeKind::DeviceNew
        | NoticeKind::DeviceConfirmed { .. }
        | NoticeKind::DeviceLinkSent { .. }
        | NoticeKind::DeviceKnown { .. }
        | NoticeKind::DeviceKeyChanged => "not-you-device",
        NoticeKind::PinLocked | NoticeKind::CodesPaused | NoticeKind::PasskeyCloned { .. } => {
            "not-you-factor"
        }
        NoticeKind::FactorAdded { .. }
        | NoticeKind::FactorRenamed { .. }
        | NoticeKind::FactorRemoved { .. }
        | NoticeKind::RecoveryCodesMade
        | NoticeKind::RecoveryCodeUsed { .. } => "not-you-ways",
        NoticeKind::DeviceBlocked { .. }
        | NoticeKind::ActivityConfirmed
        | NoticeKind::PasswordChanged
        | NoticeKind::PolicyAsked { .. }
        | NoticeKind::PolicyComing { .. } => "not-you-account",
    }
}

fn text(parts: &Parts) -> String {
    let Parts { greeting, sentence, facts, fine, action, otherwise, link, never } = parts;
    let facts: String = facts.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    let action = action.as_ref().map(|action| format!("\n{action}")).unwrap_or_default();
    format!("{greeting}\n\n{sentence}.\n\n{facts}\n{fine}{action}\n\n{otherwise}\n{link}\n\n{never}\n")
}

#[cfg(test)]
mod tests;
