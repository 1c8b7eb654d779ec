//! Names of countries in the languages of the pages (Unicode CLDR).

use std::collections::BTreeMap;
use std::sync::LazyLock;

type Names = BTreeMap<String, String>;

// A file that could not be read would be an empty list, and codes would stand for names; a test reads all.
static EN: LazyLock<Names> = LazyLock::new(|| read(include_str!("../../../policies/countries/en.json")));
static NL: LazyLock<Names> = LazyLock::new(|| read(include_str!("../../../policies/countries/nl.json")));
static DE: LazyLock<Names> = LazyLock::new(|| read(include_str!("../../../policies/countries/de.json")));

fn read(text: &str) -> Names {
    serde_json::from_str(text).unwrap_or_default()
}

/// The name of a country (ISO 3166 alpha-2) in `locale` (`en`, `nl`, `de`, `nl-BE`…; otherwise English).
/// A code that names no country comes back as it is, as long as it is two letters; else as "?".
#[must_use]
pub fn country_name<'a>(code: &'a str, locale: &str) -> &'a str {
    let names: &'static Names = match crate::reasons::language(locale) {
        "nl" => &NL,
        "de" => &DE,
        _ => &EN,
    };
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    names.get(code).map_or(if is_code { code } else { "?" }, String::as_str)
}

/// Whether a code names a country (ISO 3166 alpha-2).
#[must_use]
pub fn is_country(code: &str) -> bool {
    EN.contains_key(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_a_name_in_every_language() {
        assert!(EN.len() >= 249);
        assert!(EN.keys().eq(NL.keys()) && EN.keys().eq(DE.keys()));
        assert!([&EN, &NL, &DE].iter().all(|names| names.values().all(|name| name.len() > 2)));
    }

    #[test]
    fn names_and_what_is_not_one() {
        assert_eq!(country_name("BR", "en"), "Brazil");
        assert_eq!(country_name("BR", "nl-BE"), "Brazilië");
        assert_eq!(country_name("BR", "de_AT"), "Brasilien");
        assert_eq!(country_name("BR", "fr"), "Brazil");
        assert_eq!(country_name("QQ", "en"), "QQ");
        assert!(is_country("BR") && !is_country("QQ") && !is_country("br"));
        for hostile in ["", "<b>", "br", "unknown", "B\u{202e}"] {
            assert_eq!(country_name(hostile, "en"), "?");
        }
    }
}
