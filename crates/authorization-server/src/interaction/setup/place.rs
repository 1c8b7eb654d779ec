//! A first guess at language and time zone, from what every browser sends.

use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

/// The first of our languages that the browser lists; English if none.
pub(super) fn locale(headers: &HeaderMap) -> &'static str {
    let listed = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let ours = |range: &str| {
        let language = range.split([';', '-']).next().unwrap_or_default().trim().to_ascii_lowercase();
        ["en", "nl", "de"].into_iter().find(|known| *known == language)
    };
    listed.split(',').find_map(ours).unwrap_or("en")
}

/// The zone of countries that have one; UTC elsewhere.
pub(super) fn zone(country: Option<&str>) -> &'static str {
    match country.unwrap_or_default() {
        "AT" => "Europe/Vienna",
        "BE" => "Europe/Brussels",
        "BG" => "Europe/Sofia",
        "CH" | "LI" => "Europe/Zurich",
        "CZ" => "Europe/Prague",
        "DE" => "Europe/Berlin",
        "DK" => "Europe/Copenhagen",
        "EE" => "Europe/Tallinn",
        "FI" => "Europe/Helsinki",
        "FR" => "Europe/Paris",
        "GB" => "Europe/London",
        "GR" => "Europe/Athens",
        "HR" => "Europe/Zagreb",
        "HU" => "Europe/Budapest",
        "IE" => "Europe/Dublin",
        "IS" => "Atlantic/Reykjavik",
        "IT" => "Europe/Rome",
        "LT" => "Europe/Vilnius",
        "LU" => "Europe/Luxembourg",
        "LV" => "Europe/Riga",
        "NL" => "Europe/Amsterdam",
        "NO" => "Europe/Oslo",
        "PL" => "Europe/Warsaw",
        "RO" => "Europe/Bucharest",
        "SE" => "Europe/Stockholm",
        "SI" => "Europe/Ljubljana",
        "SK" => "Europe/Bratislava",
        _ => "UTC",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_language_wins() {
        let locale = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, text.parse().unwrap());
            super::locale(&headers)
        };
        assert_eq!(locale("fr-FR, nl-BE;q=0.8, en;q=0.5"), "nl");
        assert_eq!(locale("DE"), "de");
        assert_eq!(locale("fr, *"), "en");
        assert_eq!(super::locale(&HeaderMap::new()), "en");
    }
}
