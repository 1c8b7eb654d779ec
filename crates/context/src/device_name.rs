//! From a user agent to a name that people recognise: "Chrome on macOS".

use woothee::parser::Parser;

/// As much of a user agent as is looked at. Real ones are shorter, and what parses them uses regular
/// expressions.
const MAX_USER_AGENT: usize = 512;

/// How a device is called until its owner renames it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceName {
    /// "Chrome on macOS", "Safari on iPhone", or "Browser".
    pub name: String,
    /// Whether it is a phone or tablet.
    pub mobile: bool,
}

/// What a browser says of its device beside the user agent (User-Agent Client Hints).
#[derive(Clone, Copy, Debug, Default)]
pub struct NameHints<'a> {
    /// Version of the platform, such as `15.0.0`.
    pub platform_version: Option<&'a str>,
    /// Model of the device, such as `Pixel 8`.
    pub model: Option<&'a str>,
}

/// Longest model that is shown, in characters.
const LONGEST_MODEL: usize = 24;

/// Names a device. The name is put together from fixed words, so nothing that a client sends as user agent ever
/// reaches a page or a mail; the model is taken only if no address and no markup can be made of it.
#[must_use]
pub fn device_name(user_agent: &str, hints: NameHints<'_>) -> DeviceName {
    let DeviceName { mut name, mobile } = from_agent(user_agent);
    // The user agent stopped at Windows 10; the hint of 11 begins at 13.
    if name.ends_with("on Windows") && major(hints.platform_version).is_some_and(|major| major >= 13) {
        name.push_str(" 11");
    }
    if let Some(model) = hints.model.and_then(model) {
        name.push_str(", ");
        name.push_str(model);
    }
    DeviceName { name, mobile }
}

fn major(version: Option<&str>) -> Option<u32> {
    version?.split('.').next()?.parse().ok()
}

fn model(text: &str) -> Option<&str> {
    let text = text.trim();
    let plain = |char: char| char.is_ascii_alphanumeric() || " -_()+".contains(char);
    let named = text.chars().any(|char| char.is_ascii_alphanumeric());
    (named && text.len() <= LONGEST_MODEL && text.chars().all(plain)).then_some(text)
}

fn from_agent(user_agent: &str) -> DeviceName {
    let cut = user_agent.floor_char_boundary(MAX_USER_AGENT);
    let Some(parsed) = Parser::new().parse(&user_agent[..cut]) else {
        return DeviceName { name: "Browser".into(), mobile: false };
    };
    let system = system(parsed.os);
    let mobile = matches!(system, Some("Android" | "iPhone" | "iPad" | "Windows Phone"));
    let name = match (browser(parsed.name), system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => format!("Browser on {system}"),
        (None, None) => "Browser".to_owned(),
    };
    DeviceName { name, mobile }
}

fn browser(name: &str) -> Option<&'static str> {
    Some(match name {
        "Chrome" => "Chrome",
        "Firefox" => "Firefox",
        "Safari" => "Safari",
        "Edge" => "Edge",
        "Opera" => "Opera",
        "Vivaldi" => "Vivaldi",
        "SamsungBrowser" => "Samsung Internet",
        "Yandex Browser" => "Yandex Browser",
        "Internet Explorer" => "Internet Explorer",
        "Webview" => "App",
        _ => return None,
    })
}

fn system(os: &str) -> Option<&'static str> {
    Some(match os {
        "Mac OSX" => "macOS",
        "iPhone" | "iPod" => "iPhone",
        "iPad" => "iPad",
        "iOS" => "iPhone",
        "Android" => "Android",
        "ChromeOS" => "ChromeOS",
        "Linux" => "Linux",
        "FreeBSD" | "OpenBSD" | "NetBSD" | "BSD" => "BSD",
        "Windows Phone OS" => "Windows Phone",
        windows if windows.starts_with("Windows") => "Windows",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn common_browsers() {
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)";
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
        for (agent, name, mobile) in [
            (format!("{mac} Chrome/141.0.0.0 Safari/537.36"), "Chrome on macOS", false),
            (format!("{windows} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0"), "Edge on Windows", false),
            (format!("{windows} Chrome/141.0.0.0 Safari/537.36 OPR/120.0.0.0"), "Opera on Windows", false),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36".into(),
                "Chrome on Linux",
                false,
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0".into(), "Firefox on Linux", false),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0".into(), "Firefox on macOS", false),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15".into(),
                "Safari on macOS",
                false,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1".into(),
                "Safari on iPhone",
                true,
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1".into(),
                "Safari on iPad",
                true,
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36".into(),
                "Chrome on Android",
                true,
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36".into(),
                "Samsung Internet on Android",
                true,
            ),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36".into(),
                "Chrome on ChromeOS",
                false,
            ),
        ] {
            assert_eq!(from_agent(&agent), DeviceName { name: name.into(), mobile }, "{agent}");
        }
    }

    #[test]
    fn hints_say_more() {
        let android = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36";
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
        let name =
            |agent, version, model| device_name(agent, NameHints { platform_version: version, model }).name;
        assert_eq!(name(android, Some("15.0.0"), Some("Pixel 8")), "Chrome on Android, Pixel 8");
        assert_eq!(name(android, None, Some("moto g(60)")), "Chrome on Android, moto g(60)");
        assert_eq!(name(windows, Some("15.0.0"), Some("")), "Chrome on Windows 11");
        assert_eq!(name(windows, Some("10.0.0"), None), "Chrome on Windows");
        for hostile in [
            "evil.example",
            "https://evil",
            "a/b",
            "<b>",
            "a@b",
            "Pixel\u{202e}8",
            "  ",
            "--",
            &"x".repeat(25),
        ] {
            assert_eq!(name(android, Some("x"), Some(hostile)), "Chrome on Android", "{hostile}");
        }
    }

    #[test]
    fn what_is_no_browser_is_a_browser_without_a_name() {
        for agent in
            ["", "-", "curl/8.10.1", "<script>alert(1)</script>", "Googlebot/2.1", "\u{202e}Chrome", "日本"]
        {
            assert_eq!(from_agent(agent), DeviceName { name: "Browser".into(), mobile: false }, "{agent:?}");
        }
    }

    /// `hostile_names_everywhere`: whatever is sent, the name has only letters of our own words.
    #[test]
    fn hostile_names_everywhere() {
        for agent in [
            "Mozilla/5.0 (<b>iPhone</b>; CPU iPhone OS 1_1 like Mac OS X) Safari/1 Version/<i>".to_owned(),
            "Mozilla/5.0 (Windows <script>; x) Chrome/1".to_owned(),
            "é".repeat(1_000_000),
            format!("Mozilla/5.0 ({}) Chrome/1.0 Safari/1", "Windows NT 10.0; ".repeat(100_000)),
        ] {
            let name = from_agent(&agent).name;
            assert!(name.len() < 40 && name.chars().all(|c| c.is_ascii_alphabetic() || c == ' '), "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_input_breaks_it(agent in "(Mozilla/5.0 )?[(;]?(Windows|Mac OS X|iPhone|Android|DoCoMo/|KDDI-|Opera|MSIE )?.{0,80}") {
            let name = from_agent(&agent).name;
            prop_assert!(name.chars().all(|c| c.is_ascii_alphabetic() || c == ' '), "{}", name);
        }
    }
}
