use std::sync::Arc;

use chrono::Duration;
use leasehold_domain::Clock as _;
use leasehold_domain::clock::ManualClock;
use leasehold_factors::TotpSecret;
use leasehold_test_kit::{Browser, Page};

/// Someone with a browser, a password and an authenticator app.
pub(crate) struct Person {
    pub(crate) username: String,
    pub(crate) password: String,
    pub(crate) secret: TotpSecret,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) browser: Browser,
    /// The key that its pages prove to the issuer, by a seed; none where scripts are off.
    pub(crate) key: Option<u8>,
}

impl Person {
    /// The same person at another browser.
    pub(crate) fn elsewhere(&self, browser: Browser) -> Self {
        let Self { username, password, secret, clock, .. } = self;
        let (username, password) = (username.clone(), password.clone());
        Self { username, password, secret: secret.clone(), clock: Arc::clone(clock), browser, key: None }
    }

    /// The present code. Time moves on first, so that no code is used twice.
    pub(crate) fn code(&self) -> String {
        self.clock.advance(Duration::seconds(30));
        self.secret.code_at(self.clock.now())
    }

    /// Opens an app, signs in where that is asked, and allows everything that is asked.
    pub(crate) async fn sign_in(&mut self, app: &str) -> Page {
        let page = self.browser.open(app).await;
        self.finish(page).await
    }

    /// Goes through the issuer's pages until the app is reached.
    pub(crate) async fn finish(&mut self, mut page: Page) -> Page {
        for _ in 0..8 {
            if page.location().is_some() {
                // The browser was told to stop there.
                return page;
            }
            let path = page.url.path().to_owned();
            page = match path.rsplit('/').next() {
                Some("sign-in") if path.starts_with("/interaction/") => {
                    if page.body.contains("name=\"password\"") {
                        let (password, proof) = (self.password.clone(), self.issuer_proof().await);
                        let fields = [("password", &*password), ("device_proof", &proof)];
                        self.browser.submit(&page, &path, &fields).await
                    } else {
                        let username = self.username.clone();
                        self.browser.submit(&page, &path, &[("username", &username)]).await
                    }
                }
                Some("consent") if path.starts_with("/interaction/") => {
                    let scopes: Vec<String> = page
                        .body
                        .split("name=\"scope.")
                        .skip(1)
                        .filter_map(|rest| rest.split('"').next())
                        .map(|scope| format!("scope.{scope}"))
                        .collect();
                    let mut fields: Vec<(&str, &str)> =
                        scopes.iter().map(|name| (name.as_str(), "on")).collect();
                    let proof = self.issuer_proof().await;
                    fields.extend([("decision", "allow"), ("device_proof", &proof)]);
                    self.browser.submit(&page, &path, &fields).await
                }
                Some("step-up") if path.starts_with("/interaction/") => self.step_up(&page).await,
                _ => return page,
            };
        }
        panic!("no end of pages at {}: {}", page.url, page.body)
    }

    /// Answers the step-up page with the present code.
    pub(crate) async fn step_up(&mut self, page: &Page) -> Page {
        let path = page.url.path().to_owned();
        assert!(path.ends_with("/step-up"), "{path}: {}", page.body);
        self.step_up_with(page, &[]).await
    }

    /// The same with more fields.
    pub(crate) async fn step_up_with(&mut self, page: &Page, more: &[(&str, &str)]) -> Page {
        let path = page.url.path().to_owned();
        let (code, proof) = (self.code(), self.issuer_proof().await);
        let own = [("factor", "totp"), ("code", &*code), ("device_proof", &*proof)];
        self.browser.submit(page, &path, &[&own, more].concat()).await
    }
}
