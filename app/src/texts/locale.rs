use fluent_templates::LanguageIdentifier;
use fluent_templates::langid;

static EN: LanguageIdentifier = langid!("en");
static NL: LanguageIdentifier = langid!("nl");
static DE: LanguageIdentifier = langid!("de");

/// A language the pages are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// English, the fallback.
    #[default]
    En,
    /// Dutch.
    Nl,
    /// German.
    De,
}

impl Locale {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::En, Self::Nl, Self::De];

    /// The tag for `lang` and `Accept-Language`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Nl => "nl",
            Self::De => "de",
        }
    }

    pub(super) fn id(self) -> &'static LanguageIdentifier {
        match self {
            Self::En => &EN,
            Self::Nl => &NL,
            Self::De => &DE,
        }
    }

    /// The language of a tag such as `nl-BE`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|locale| locale.tag() == primary)
    }

    /// The language of the profile, else the best of `Accept-Language` (RFC 9110 section 12.5.4), else English.
    #[must_use]
    pub fn choose(profile: Option<&str>, accept_language: Option<&str>) -> Self {
        profile.and_then(Self::from_tag).or_else(|| accept_language.and_then(best_of)).unwrap_or_default()
    }
}

fn best_of(accept: &str) -> Option<Locale> {
    let mut best: Option<(f32, Locale)> = None;
    for range in accept.split(',') {
        let (tag, weight) = range.split_once(";q=").unwrap_or((range, "1"));
        let weight: f32 = weight.trim().parse().unwrap_or(0.0);
        let Some(locale) = Locale::from_tag(tag) else { continue };
        if weight > 0.0 && best.is_none_or(|(before, _)| weight > before) {
            best = Some((weight, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_wins_then_the_heaviest_known_range() {
        assert_eq!(Locale::choose(Some("de"), Some("nl")), Locale::De);
        assert_eq!(Locale::choose(None, Some("fr, nl-BE;q=0.8, de;q=0.9")), Locale::De);
        assert_eq!(Locale::choose(Some("xx"), Some("fr;q=1, nl;q=0")), Locale::En);
        assert_eq!(Locale::choose(None, None), Locale::En);
    }
}
