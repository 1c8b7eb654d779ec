use leasehold_domain::{Clock as _, SystemClock, Time};
use leasehold_factors::TotpSecret;
use leasehold_test_kit::{Browser, Page};

use crate::demo::Demo;

/// Seconds for which a code of an authenticator app is current (RFC 6238).
const STEP: i64 = 30;

/// Someone with a browser, a password and an authenticator app.
pub(crate) struct Person {
    pub(crate) username: String,
    pub(crate) browser: Browser,
    password: String,
    secret: TotpSecret,
    /// The step whose code was used last; each code works once.
    used: i64,
}

impl Person {
    /// A person whom no other test knows.
    pub(crate) async fn new(demo: &Demo, role: &str) -> Self {
        let issuer = demo.origin("");
        let mut browser = demo.browser();
        let fields = [("name", "Kim Killed"), ("role", role)];
        let made = browser.post(&format!("{issuer}/demo/people"), &issuer, &fields).await.json();
        let text = |name: &str| made[name].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
        let secret = TotpSecret::from_base32(&text("totp_secret")).unwrap();
        Self { username: text("username"), password: text("password"), secret, browser, used: 0 }
    }

    /// The same person at another browser.
    pub(crate) fn elsewhere(&self, browser: Browser) -> Self {
        let Self { username, password, secret, used, .. } = self;
        let (username, password, secret) = (username.clone(), password.clone(), secret.clone());
        Self { username, password, secret, browser, used: *used }
    }

    /// Opens an address and does what the issuer asks for until the app is reached.
    pub(crate) async fn sign_in(&mut self, address: &str) -> Page {
        let page = self.browser.open(address).await;
        self.finish(page).await
    }

    /// Goes through the issuer's pages.
    pub(crate) async fn finish(&mut self, mut page: Page) -> Page {
        for _ in 0..8 {
            let path = page.url.path().to_owned();
            if page.location().is_some() || !path.starts_with("/interaction/") {
                return page;
            }
            page = match path.rsplit('/').next() {
                Some("consent") => self.consent(&page).await,
                Some("step-up") => self.step_up(&page).await,
                _ if page.shows("name=\"password\"") => {
                    let password = self.password.clone();
                    self.browser.submit(&page, &path, &[("password", &password)]).await
                }
                _ => {
                    let username = self.username.clone();
                    self.browser.submit(&page, &path, &[("username", &username)]).await
                }
            };
        }
        panic!("no end of pages at {}: {}", page.url, page.body)
    }

    /// Signs in up to the consent page.
    pub(crate) async fn up_to_consent(&mut self, address: &str) -> Page {
        let page = self.browser.open(address).await;
        let path = page.url.path().to_owned();
        let username = self.username.clone();
        let page = self.browser.submit(&page, &path, &[("username", &username)]).await;
        let path = page.url.path().to_owned();
        let password = self.password.clone();
        let page = self.browser.submit(&page, &path, &[("password", &password)]).await;
        assert!(page.url.path().ends_with("/consent"), "{}: {}", page.url, page.body);
        page
    }

    /// Allows everything that the consent page asks.
    pub(crate) async fn consent(&mut self, page: &Page) -> Page {
        let rest = page.body.split("name=\"scope.").skip(1).filter_map(|rest| rest.split('"').next());
        let scopes: Vec<String> = rest.map(|scope| format!("scope.{scope}")).collect();
        let mut fields: Vec<(&str, &str)> = scopes.iter().map(|name| (name.as_str(), "on")).collect();
        fields.push(("decision", "allow"));
        self.browser.submit(page, page.url.path(), &fields).await
    }

    /// Answers the step-up page.
    pub(crate) async fn step_up(&mut self, page: &Page) -> Page {
        assert!(page.url.path().ends_with("/step-up"), "{}: {}", page.url, page.body);
        let code = self.code();
        self.browser.submit(page, page.url.path(), &[("factor", "totp"), ("code", &code)]).await
    }

    /// A code that was not used yet. The present one, or else the next, which is accepted too: a person has at
    /// most two step-ups in one test.
    fn code(&mut self) -> String {
        let now = SystemClock.now().timestamp().div_euclid(STEP);
        self.used = now.max(self.used + 1);
        self.secret.code_at(Time::from_timestamp(self.used * STEP, 0).unwrap())
    }
}
