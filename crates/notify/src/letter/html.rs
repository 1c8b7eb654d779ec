//! The HTML of a letter: no images, no fonts, no styles from anywhere, so that opening it tells nobody.

use super::Parts;

pub(super) fn page(language: &str, parts: &Parts) -> String {
    let [greeting, sentence, fine, otherwise, link, never] =
        [&parts.greeting, &parts.sentence, &parts.fine, &parts.otherwise, &parts.link, &parts.never]
            .map(|text| escaped(text));
    let action = parts.action.as_deref().map(escaped);
    let action = action.map(|action| format!("<br><a href=\"{action}\">{action}</a>")).unwrap_or_default();
    let rows = parts.facts.iter().map(|(name, value)| {
        format!(
            "<tr><td style=\"padding:2px 16px 2px 0;color:#5c6370\">{}</td><td><bdi>{}</bdi></td></tr>",
            escaped(name),
            escaped(value)
        )
    });
    let rows: String = rows.collect();
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"color-scheme\" content=\"light dark\"></head>\
         <body style=\"font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;max-width:34em;margin:24px auto\">\
         <p>{greeting}</p><p style=\"font-size:18px\"><strong>{sentence}.</strong></p>\
         <table role=\"presentation\" style=\"border-collapse:collapse\">{rows}</table>\
         <p>{fine}{action}</p><p>{otherwise}<br><a href=\"{link}\">{link}</a></p>\
         <p style=\"color:#5c6370;font-size:14px\">{never}</p></body></html>"
    )
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
