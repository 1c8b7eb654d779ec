//! Just enough HTML to fill in forms and follow a refresh.

use std::collections::BTreeMap;

/// A form: where it goes, and what its fields hold. Boxes that are not ticked are left out.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// By name.
    pub fields: BTreeMap<String, String>,
}

/// The forms of a page that are posted.
pub(crate) fn forms(html: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    for part in html.split("<form").skip(1) {
        let Some((open, rest)) = part.split_once('>') else { continue };
        let body = rest.split("</form").next().unwrap_or_default();
        if attribute(open, "method").is_none_or(|method| !method.eq_ignore_ascii_case("post")) {
            continue;
        }
        let mut form = Form { action: attribute(open, "action").unwrap_or_default(), ..Form::default() };
        for tag in body.split("<input").skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let Some(name) = attribute(tag, "name") else { continue };
            let boxed = matches!(attribute(tag, "type").as_deref(), Some("checkbox" | "radio"));
            if boxed && !tag.split_whitespace().any(|word| word.trim_end_matches('/').starts_with("checked"))
            {
                continue;
            }
            let value =
                attribute(tag, "value").unwrap_or_else(|| if boxed { "on".into() } else { String::new() });
            form.fields.insert(name, value);
        }
        forms.push(form);
    }
    forms
}

/// Where a page sends the browser by itself.
pub(crate) fn refresh(html: &str) -> Option<String> {
    let (_, tag) = html.split_once("<meta http-equiv=\"refresh\"")?;
    let content = attribute(tag.split('>').next()?, "content")?;
    content.split_once("url=").map(|(_, address)| address.to_owned())
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = tag.get(start..)?.split('"').next()?;
    Some(unescape(value))
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_forms_as_a_browser_would_send_them() {
        let html = r#"<form method="get" action="/no"></form>
            <form class="stack" method="post" action="/a?b=1&amp;c=2">
            <input type="hidden" name="csrf" value="x&quot;y"/>
            <input type="checkbox" name="off" value="on"><input type="checkbox" name="on" value="on" checked>
            <input name="empty"></form>"#;
        let forms = forms(html);
        assert_eq!(forms.len(), 1);
        assert_eq!(forms[0].action, "/a?b=1&c=2");
        let fields: Vec<_> =
            forms[0].fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(fields, [("csrf", "x\"y"), ("empty", ""), ("on", "on")]);
    }

    #[test]
    fn follows_a_refresh() {
        let html = "<meta http-equiv=\"refresh\" content=\"0;url=/auth/landing?code=1&amp;state=2\">";
        assert_eq!(refresh(html).as_deref(), Some("/auth/landing?code=1&state=2"));
        assert_eq!(refresh("<p>nothing</p>"), None);
    }
}
