use leasehold_domain::clock::at_seconds;
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::user::Role;
use leasehold_domain::{MailId, NoticeId, UserId};
use leasehold_oauth_types::notice::NoticedFactor;

use super::*;

const HOSTILE: &str =
    "<img src=x onerror=alert(1)>\r\nBcc: all@evil.example\u{202e}\u{2066} http://evil.example/a";

fn head() -> Letterhead {
    Letterhead {
        domain: "auth.example.org".into(),
        account_url: "https://account.example.org".into(),
        device_link_url: "https://auth.example.org/confirm-device/".into(),
        country_name: |code, language| format!("{code}-{language}"),
    }
}

fn letter(locale: &str, kind: NoticeKind, name: &str) -> Letter {
    linked(locale, kind, name, None)
}

fn linked(locale: &str, kind: NoticeKind, name: &str, token: Option<&str>) -> Letter {
    let entropy = SeededEntropy::new(1);
    let at = at_seconds(1_795_379_400);
    let user = User {
        id: UserId::generate(at, &entropy),
        username: "alice".into(),
        name: name.into(),
        email: Some("now@example.org".into()),
        locale: locale.into(),
        zone: "Europe/Amsterdam".into(),
        hours: None,
        role: Role::User,
        created_at: at,
    };
    let notice = Notice {
        id: NoticeId::generate(at, &entropy),
        user: user.id,
        cause: "secret cause".into(),
        kind,
        device: Some(name.into()),
        country: Some("NL".into()),
        at,
        read_at: None,
    };
    let mail = Mail {
        id: MailId::generate(at, &entropy),
        notice: notice.id,
        to: "then@example.org".into(),
        link: None,
        tries: 1,
    };
    head().word(&mail, &notice, &user, token)
}

fn all(name: &str) -> impl Iterator<Item = Letter> {
    const FACTORS: [NoticedFactor; 5] = [
        NoticedFactor::Passkey,
        NoticedFactor::Totp,
        NoticedFactor::Pin,
        NoticedFactor::RecoveryCodes,
        NoticedFactor::Password,
    ];
    ["en", "nl", "de"].into_iter().flat_map(move |locale| {
        FACTORS.into_iter().flat_map(move |factor| {
            NoticeKind::one_of_each(factor, name).into_iter().map(move |kind| letter(locale, kind, name))
        })
    })
}

#[test]
fn every_notice_is_a_letter_in_every_language() {
    let mut subjects = std::collections::BTreeSet::new();
    for letter in all("Laptop") {
        assert!(!letter.text.contains('{') && !letter.subject.is_empty(), "{}", letter.text);
        // A key that is missing stands for itself.
        let key = |word: &str| word.contains('-') && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(!letter.subject.split(' ').any(key), "{}", letter.subject);
        assert!(!letter.text.lines().any(key), "{}", letter.text);
        subjects.insert((letter.language, letter.subject));
    }
    // Three sentences name the factor, two more a passkey or device that this name does not change.
    assert_eq!(subjects.len(), 3 * (3 * 5 + 15), "no two kinds read alike, and no language another");
}

#[test]
fn a_letter_says_what_when_where_and_what_to_do() {
    let kind = NoticeKind::FactorAdded { factor: NoticedFactor::Passkey, name: "Laptop".into() };
    let english = letter("en-GB", kind.clone(), "Chrome on macOS");
    assert_eq!(english.subject, "Passkey “Laptop” added to your account");
    assert_eq!(
        english.text,
        "Hello Chrome on macOS,\n\nPasskey “Laptop” added to your account.\n\n\
         When: 22 November 2026, 21:30 (Europe/Amsterdam)\nNear: NL-en\nDevice: Chrome on macOS\n\n\
         If this was you, there is nothing to do.\n\n\
         If it was not you, open your ways to prove it's you, remove what is not yours, and tell your administrator:\n\
         https://account.example.org/ways\n\n\
         We never ask for a password or a code by mail.\n"
    );
    assert_eq!(letter("nl", kind.clone(), "x").subject, "Passkey “Laptop” toegevoegd aan je account");
    assert_eq!(letter("de", kind, "x").subject, "Passkey „Laptop“ zu deinem Konto hinzugefügt");
}

#[test]
fn a_letter_may_have_a_link_of_its_own() {
    let kind = NoticeKind::DeviceLinkSent { name: "Firefox on Linux".into() };
    for locale in ["en", "nl", "de"] {
        let letter = linked(locale, kind.clone(), "Alice", Some("lhl_token"));
        let links = |text: &str| text.matches("https://auth.example.org/confirm-device/lhl_token").count();
        assert_eq!((links(&letter.text), links(&letter.html)), (1, 2), "{}", letter.text);
        assert!(letter.text.contains("https://account.example.org/devices\n"), "{}", letter.text);
        assert!(letter.text.contains("15") && !letter.subject.contains("lhl_"), "{}", letter.text);
    }
}

#[test]
fn a_letter_goes_to_the_address_of_then_and_keeps_its_name() {
    let letter = letter("en", NoticeKind::DeviceNew, "Alice");
    assert_eq!(letter.to, "then@example.org");
    assert!(letter.message_id.starts_with("<mai_") && letter.message_id.ends_with("@auth.example.org>"));
}

#[test]
fn hostile_names_in_mails() {
    for name in [HOSTILE, &"\u{202e}a".repeat(5000), "\u{0}\u{7}\u{85}\u{2028}x", "a\tb\u{feff}"] {
        for letter in all(name) {
            let visible =
                |text: &str| text.chars().all(|c| c == '\n' || !(c.is_control() || names::is_hidden(c)));
            assert!(visible(&letter.text) && visible(&letter.html), "{:?}", letter.text);
            assert!(
                !letter.subject.contains('\n') && letter.subject.chars().count() < 250,
                "{}",
                letter.subject
            );
            assert!(
                !letter.html.contains("<img") && !letter.text.contains("evil.example"),
                "{}",
                letter.text
            );
            // The only address is ours, and carries nothing.
            let links: Vec<_> = letter.text.split_whitespace().filter(|word| word.contains("://")).collect();
            let ours = ["", "devices", "ways"].map(|page| format!("https://account.example.org/{page}"));
            assert!(links.len() == 1 && ours.iter().any(|ours| ours == links[0]), "{links:?}");
            assert_eq!(letter.html.matches("href=").count(), 1);
            assert!(!letter.html.contains("src=\"") && !letter.html.contains("url("), "{}", letter.html);
            assert!(!letter.text.contains("secret cause"), "{}", letter.text);
        }
    }
}

#[test]
fn names_that_are_no_threat_stay_as_they_are() {
    for name in ["Zoë's laptop", "مفتاح", "Firefox on Linux", "a & b <3", "kitchen – 2nd"] {
        assert_eq!(names::plain(name), name);
    }
    assert_eq!(names::plain("  two \n  words "), "two words");
    assert_eq!(names::plain(&"x".repeat(61)), format!("{}…", "x".repeat(60)));
}

#[test]
fn all_languages_have_the_same_keys() {
    let keys = |language: &str| {
        let path = format!("{}/locales/{language}/mail.ftl", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let keys = text.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key.to_owned());
        keys.filter(|key| key.starts_with(char::is_alphabetic)).collect::<Vec<_>>()
    };
    assert!(keys("en").len() > 30);
    assert_eq!(keys("nl"), keys("en"));
    assert_eq!(keys("de"), keys("en"));
}
