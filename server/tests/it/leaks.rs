//! What nobody may see: in a browser, in the log.

use leasehold_domain::user::Role;
use leasehold_test_kit::Page;

use crate::support::{ACCOUNT, ADMIN, ISSUER, Log, NORTHBANK, Person, TestApp};

const BRAZIL: [u8; 4] = [200, 160, 2, 3];
const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// The first two stories, another browser, every page on the way, and the sign-out.
async fn live(alice: &mut Person, other: &mut Person) {
    alice.sign_in(NORTHBANK).await;
    alice.sign_in(ACCOUNT).await;
    let page = pay(alice).await;
    let done = alice.step_up(&page).await;
    assert!(done.url.path().starts_with("/payments/"), "{}: {}", done.url, done.body);

    alice.browser.address = BRAZIL.into();
    let refused = pay(alice).await;
    assert!(refused.shows("Brazil"), "{}", refused.body);
    let access = alice.browser.open(&format!("{ACCOUNT}/access")).await;
    let page = alice.browser.submit(&access, "/actions/restore", &[]).await;
    alice.step_up(&page).await;
    let page = pay(alice).await;
    let done = alice.step_up(&page).await;
    assert!(done.url.path().starts_with("/payments/"), "{}: {}", done.url, done.body);

    other.sign_in(NORTHBANK).await;
    pay(other).await;
    other.sign_in(ACCOUNT).await;
    // Wrong answers are on pages too.
    let page = pay(alice).await;
    if page.url.path().ends_with("/step-up") {
        let fields = [("factor", "totp"), ("code", "000000")];
        alice.browser.submit(&page, page.url.path(), &fields).await;
    }
    for path in ["/", "/access", "/devices", "/activity", "/nowhere"] {
        alice.browser.open(&format!("{ACCOUNT}{path}")).await;
        other.browser.open(&format!("{ACCOUNT}{path}")).await;
    }
    keep_codes(alice).await;
    for browser in [&mut alice.browser, &mut other.browser] {
        browser.script = true;
        for path in [
            "/bff/session",
            "/bff/events",
            "/api/account/account/v1/access",
            "/api/account/account/v1/devices",
        ] {
            browser.fetch(&format!("{ACCOUNT}{path}")).await;
        }
        browser.script = false;
    }
    let home = alice.browser.open(ACCOUNT).await;
    alice.browser.submit(&home, "/auth/logout", &[]).await;
    let home = other.browser.open(NORTHBANK).await;
    other.browser.submit(&home, "/auth/logout", &[]).await;
}

/// Every page about ways to prove it's you; recovery codes are made, kept and put away.
async fn keep_codes(person: &mut Person) {
    let codes = format!("{ISSUER}/factors/recovery-codes");
    person.browser.open(&format!("{ACCOUNT}/ways")).await;
    let question = person.browser.open(&codes).await;
    if question.url.path() == "/factors/confirm" {
        let code = person.code();
        person.browser.submit(&question, "/factors/confirm", &[("factor", "totp"), ("code", &code)]).await;
    }
    for path in ["passkey", "recovery-codes", "confirm?to=/factors/passkey&with=recovery"] {
        person.browser.open(&format!("{ISSUER}/factors/{path}")).await;
    }
    let make = person.browser.open(&codes).await;
    let shown = person.browser.submit(&make, "/factors/recovery-codes", &[("decision", "make")]).await;
    let file = person.browser.open(&format!("{codes}.txt")).await;
    assert_eq!(file.headers["cache-control"], "no-store");
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(recovery_codes(&shown), file.body.lines().skip(2).collect::<Vec<_>>());
    person.browser.submit(&shown, "/factors/recovery-codes", &[("decision", "done")]).await;
    // Put away is put away.
    let gone = person.browser.open(&format!("{codes}.txt")).await;
    assert_eq!(gone.url.path(), "/factors/recovery-codes");
    assert_eq!(recovery_codes(&gone).len(), 0);
    for path in ["/ways", "/activity"] {
        person.browser.open(&format!("{ACCOUNT}{path}")).await;
    }
}

/// The codes that a page shows.
fn recovery_codes(page: &Page) -> Vec<&str> {
    let codes = page.body.split("<li><code>").skip(1);
    codes.filter_map(|rest| rest.split('<').next()).collect()
}

async fn pay(person: &mut Person) -> Page {
    let form = person.browser.open(&format!("{NORTHBANK}/payments/new")).await;
    let fields = [
        ("to", "Jonas Berg"),
        ("account", "NL91ABNA0417164300"),
        ("amount", "250.00"),
        ("reference", "Rent"),
    ];
    person.browser.submit(&form, "/actions/send-payment", &fields).await
}

#[tokio::test]
async fn nothing_secret_in_any_response_or_log() {
    let log = Log::start();
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    let mut other = alice.elsewhere(app.browser());
    other.browser.agent = FIREFOX.into();
    let mut ada = app.person("ada", Role::Admin).await;
    for person in [&mut alice, &mut other, &mut ada] {
        person.browser.recording = true;
    }
    live(&mut alice, &mut other).await;
    ada.sign_in(ADMIN).await;

    let answers: Vec<&Page> =
        [&alice, &other, &ada].iter().flat_map(|person| &person.browser.recorded).collect();
    assert!(answers.len() > 100, "{}", answers.len());
    let key = alice.secret.base32_groups().to_string();
    let words = [alice.password.clone(), key.replace(' ', ""), key];
    for answer in &answers {
        check(answer, &words);
    }
    let kinds: Vec<&str> =
        answers.iter().flat_map(|page| tokens(page.url.as_str())).map(|token| &token[..4]).collect();
    assert!(kinds.contains(&"lhc_") && kinds.contains(&"lhp_"), "the search finds what is there: {kinds:?}");
    let hints = answers.iter().filter(|page| page.url.as_str().contains("id_token_hint=eyJ")).count();
    assert!(hints > 0, "the search finds ID tokens");

    let cookies: Vec<&str> = answers.iter().flat_map(|page| cookies(page)).collect();
    assert!(cookies.len() > 10, "the search finds cookies");
    for page in &answers {
        let seen = |cookie: &&&str| page.body.contains(**cookie) || page.url.as_str().contains(**cookie);
        assert_eq!(cookies.iter().find(seen).map(|cookie| &cookie[..4]), None, "a cookie at {}", page.url);
    }

    let codes: Vec<&str> = answers.iter().flat_map(|page| recovery_codes(page)).collect();
    assert_eq!(codes.len(), 10, "shown once");
    for page in answers.iter().filter(|page| !page.url.path().starts_with("/factors/recovery-codes")) {
        assert!(!codes.iter().any(|code| page.body.contains(code)), "a recovery code at {}", page.url);
    }

    let text = log.text();
    assert!(text.contains("request_id"), "{text}");
    assert_eq!(tokens(&text), Vec::<&str>::new());
    assert_eq!(jwt(&text), None);
    let mut never: Vec<String> = words.into();
    never.extend(codes.into_iter().map(Into::into));
    never.extend(
        ["145.97.20.1", "200.160.2.3", "Mozilla", "NL91ABNA0417164300", "Jonas Berg", "alice", "csrf"]
            .map(Into::into),
    );
    // What every cookie holds begins like a token. Interactions have ids that only their browser knows.
    never.extend(answers.iter().filter_map(|page| {
        let rest = page.url.path().strip_prefix("/interaction/")?;
        rest.split('/').next().map(str::to_owned)
    }));
    for word in never {
        let line = text.lines().find(|line| line.contains(&word));
        assert_eq!(line, None, "{word} is in the log");
    }
}

/// Tokens of ours, whatever kind, stand nowhere but in their cookie, except for a code on its way back to the app and a
/// pushed request on its way to the issuer. ID tokens stand nowhere but in the hint of a sign-out.
fn check(answer: &Page, words: &[String]) {
    let own = |text: &str, url: &str, body: bool| {
        for token in tokens(text) {
            let hop = body && answer.url.path() == "/auth/callback";
            let allowed = match &token[..4] {
                // The code, and the `state` beside it.
                "lhc_" | "lht_" => hop || url.contains("/auth/callback?") || url.contains("/auth/landing?"),
                "lhp_" => !body && url.contains("/authorize?"),
                _ => false,
            };
            assert!(allowed, "{} in {text} at {}", &token[..4], answer.url);
        }
        let hint = !body && url.contains("/end-session?");
        assert!(hint || jwt(text).is_none(), "an ID token in {text} at {}", answer.url);
        for word in words {
            assert!(!text.contains(word.as_str()), "a secret of the person in {text} at {}", answer.url);
        }
    };
    own(&answer.body, answer.url.as_str(), true);
    own(answer.url.as_str(), answer.url.as_str(), false);
    for (name, value) in &answer.headers {
        let value = value.to_str().unwrap();
        match name.as_str() {
            "location" => own(value, value, false),
            "set-cookie" => {
                let (pair, attributes) = value.split_once(';').unwrap();
                let inside = tokens(pair);
                let kind = inside.first().map(|token| &token[..4]);
                assert!(
                    inside.len() <= 1 && !matches!(kind, Some("lha_" | "lhr_" | "lhc_" | "lhp_")),
                    "{kind:?}"
                );
                own(attributes, "", false);
            }
            _ => own(value, "", false),
        }
    }
}

/// Values of the cookies that an answer sets.
fn cookies(page: &Page) -> Vec<&str> {
    let lines = page.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap());
    let values = lines.filter_map(|line| line.split(';').next()?.split_once('=').map(|(_, value)| value));
    values.filter(|value| !value.is_empty()).collect()
}

/// Everything that looks like a token of ours: `lhx_` and many characters. What stands inside of one is chance.
fn tokens(text: &str) -> Vec<&str> {
    let long = |text: &str| {
        let mut bytes = text.bytes().skip(2);
        bytes.next().is_some_and(|kind| kind.is_ascii_lowercase())
            && bytes.next() == Some(b'_')
            && bytes.take_while(|byte| is_base64url(*byte)).count() >= 40
    };
    let mut found: Vec<&str> = Vec::new();
    let mut end = 0;
    for (at, _) in text.match_indices("lh") {
        if at >= end && long(&text[at..]) {
            found.push(&text[at..at + 44]);
            end = at + 44;
        }
    }
    found
}

/// A JWT: a header, which always begins like this, a dot, and claims.
fn jwt(text: &str) -> Option<&str> {
    let starts = text.match_indices("eyJ").map(|(at, _)| &text[at..]);
    starts.into_iter().find(|text| {
        let mut parts = text.split('.');
        let long = |part: Option<&str>| {
            part.is_some_and(|part| part.bytes().take_while(|byte| is_base64url(*byte)).count() >= 16)
        };
        let head = parts.next();
        long(head) && head.is_some_and(|head| head.bytes().all(is_base64url)) && long(parts.next())
    })
}

fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}
