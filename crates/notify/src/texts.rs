//! The words of the mails, from `locales/{en,nl,de}`.
#![expect(clippy::disallowed_types, reason = "the maps of the loader are looked up, never listed")]

use std::borrow::Cow;

use chrono::{Datelike as _, Timelike as _};
use chrono_tz::Tz;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _, langid, static_loader};
use leasehold_domain::Time;

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // Names are stripped of what turns text around; isolation marks would show as boxes in some mail programs.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static EN: LanguageIdentifier = langid!("en");
static NL: LanguageIdentifier = langid!("nl");
static DE: LanguageIdentifier = langid!("de");

/// One language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Texts(&'static str);

impl Texts {
    /// The language of a locale such as `nl-BE`; English unless we write it.
    pub(crate) fn of(locale: &str) -> Self {
        Self(match locale.split(['-', '_']).next() {
            Some("nl") => "nl",
            Some("de") => "de",
            _ => "en",
        })
    }

    pub(crate) const fn tag(self) -> &'static str {
        self.0
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self.0 {
            "nl" => &NL,
            "de" => &DE,
            _ => &EN,
        }
    }

    /// The text of a key; the key itself if there is none, which a test rules out.
    pub(crate) fn get(self, key: &str) -> String {
        LOCALES.try_lookup(self.id(), key).unwrap_or_else(|| key.to_owned())
    }

    /// The text of a key with arguments.
    pub(crate) fn with<const N: usize>(
        self,
        key: &str,
        args: [(&'static str, FluentValue<'_>); N],
    ) -> String {
        let args = args.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        LOCALES.try_lookup_with_args(self.id(), key, &args).unwrap_or_else(|| key.to_owned())
    }

    /// `22 November 2026, 21:30 (Europe/Amsterdam)`.
    pub(crate) fn moment(self, at: Time, zone: &str) -> String {
        let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
        let local = at.with_timezone(&zone);
        let month = self.get(&format!("month-{}", local.month()));
        let date = [("day", local.day().into()), ("month", month.into())];
        let date = self.with("date", date);
        format!("{date} {}, {:02}:{:02} ({zone})", local.year(), local.hour(), local.minute())
    }
}
