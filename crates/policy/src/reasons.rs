//! Sentences for people: why something is off.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{PolicyError, country_name};

/// Code of the sentence that fits everything.
const ANY: &str = "any";
const ENGLISH: &str = "en";

/// Sentences by language.
pub(crate) struct Reasons(BTreeMap<String, Sentences>);

/// The sentences of one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    /// By code of the rule or condition, then by cause: the whole cause (`country=unknown`), what stands
    /// before its `=` (`country`), or `any`. `{country}` stands for the name of the country.
    reasons: BTreeMap<String, BTreeMap<String, String>>,
    /// Names of countries as they stand inside a sentence, where that differs: "the Netherlands".
    #[serde(default)]
    countries: BTreeMap<String, String>,
}

impl Reasons {
    /// Reads the sentences. English has to be there, with one that fits everything.
    pub(crate) fn read(texts: &BTreeMap<String, String>) -> Result<Self, PolicyError> {
        let error = |locale: &str, detail: String| PolicyError::Reasons { locale: locale.to_owned(), detail };
        let mut languages = BTreeMap::new();
        for (locale, text) in texts {
            let sentences: Sentences =
                serde_json::from_str(text).map_err(|problem| error(locale, problem.to_string()))?;
            languages.insert(locale.clone(), sentences);
        }
        let reasons = Self(languages);
        match reasons.sentence(ENGLISH, ANY, "") {
            Some(_) => Ok(reasons),
            None => Err(error(ENGLISH, "a sentence for any reason is missing".into())),
        }
    }

    pub(crate) fn text(&self, rule: &str, locale: &str, cause: &str) -> String {
        let language = language(locale);
        let found = [(language, rule), (language, ANY), (ENGLISH, rule), (ENGLISH, ANY)]
            .into_iter()
            .find_map(|(language, rule)| Some((language, self.sentence(language, rule, cause)?)));
        let Some((language, sentence)) = found else { return String::new() };
        let country = cause.strip_prefix("country=").unwrap_or_default();
        sentence.replace("{country}", self.country(language, country))
    }

    fn sentence(&self, language: &str, rule: &str, cause: &str) -> Option<&str> {
        let sentences = self.0.get(language)?.reasons.get(rule)?;
        let kind = cause.split_once('=').map_or(cause, |(kind, _)| kind);
        [cause, kind, ANY].into_iter().find_map(|key| sentences.get(key)).map(String::as_str)
    }

    fn country<'a>(&'a self, language: &str, code: &'a str) -> &'a str {
        let inside = self.0.get(language).and_then(|sentences| sentences.countries.get(code));
        inside.map_or_else(|| country_name(code, language), String::as_str)
    }
}

/// The language of a locale: `nl` of `nl-BE` or `nl_BE`.
pub(crate) fn language(locale: &str) -> &str {
    locale.split(['-', '_']).next().unwrap_or_default()
}
