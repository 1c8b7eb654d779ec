//! The words of the pages, from `locales/{en,nl,de}/*.ftl`, and how amounts and times are written.

mod loader;
mod locale;
pub(crate) mod money;
pub(crate) mod times;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use chrono_tz::Tz;
use fluent_templates::Loader;
use fluent_templates::fluent_bundle::FluentValue;

use loader::LOCALES;
pub use locale::Locale;

/// The language and time zone of one page.
#[derive(Clone, Copy, Debug)]
pub struct Texts {
    /// The language.
    pub locale: Locale,
    /// The time zone in which times are written.
    pub zone: Tz,
}

/// Named arguments of a text.
pub type Args<'a, const N: usize> = [(&'static str, FluentValue<'a>); N];

impl Texts {
    /// The text of a key; the key itself if there is none, which a test rules out.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        LOCALES.try_lookup(self.locale.id(), key).unwrap_or_else(|| key.to_owned())
    }

    /// The text of a key with arguments.
    #[must_use]
    pub fn with<const N: usize>(&self, key: &str, args: Args<'_, N>) -> String {
        let args = args.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        LOCALES.try_lookup_with_args(self.locale.id(), key, &args).unwrap_or_else(|| key.to_owned())
    }
}
