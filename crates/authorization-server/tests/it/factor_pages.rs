//! Pages at `/factors/…`, and requests of their scripts.

use axum::body::Body;
use axum::http::Request;
use leasehold_authorization_server::factors::FactorPage;
use leasehold_domain::clock::Clock as _;
use leasehold_domain::proof::Proof;
use leasehold_domain::session::Session;
use leasehold_domain::user::FactorKind;
use leasehold_domain::{PlainToken, SessionId, SystemEntropy, TokenKind};
use leasehold_oauth_types::factors::FactorPageView;
use leasehold_storage::Storage as _;

use crate::support::{App, TestBrowser};

/// A request of a script of the page with that hidden token.
pub fn post_json(path: &str, csrf: &str) -> Request<Body> {
    Request::post(path)
        .header("content-type", "application/json")
        .header("x-leasehold-csrf", csrf)
        .body(Body::empty())
        .unwrap()
}

/// As if Alice had proved her authenticator app in that session just now.
pub async fn just_proved(app: &App, session: &Session) {
    let mut tx = app.storage.write().await.unwrap();
    let factors = tx.factors(session.user).await.unwrap();
    let totp = factors.into_iter().find(|factor| factor.kind == FactorKind::Totp).unwrap();
    let session = tx.session(session.id).await.unwrap().unwrap();
    let proof = Proof::new(totp.id, FactorKind::Totp, app.clock.now());
    tx.update_session(&session.proving(proof)).await.unwrap();
    tx.commit().await.unwrap();
}

/// So many sessions of their own beside that one, each in its browser, on the same device.
pub async fn sessions_like(
    app: &App,
    session: &Session,
    browser: &TestBrowser,
    count: u8,
) -> Vec<TestBrowser> {
    let mut tx = app.storage.write().await.unwrap();
    let mut browsers = Vec::new();
    for _ in 0..count {
        let cookie = PlainToken::generate(TokenKind::Session, &SystemEntropy);
        let id = SessionId::generate(app.clock.now(), &SystemEntropy);
        tx.add_session(&Session { id, cookie: cookie.hashed(), ..session.clone() }).await.unwrap();
        let mut cookies = browser.cookies.clone();
        cookies.insert("__Host-Http-lh_sid".to_owned(), cookie.expose().to_owned());
        browsers.push(TestBrowser { cookies, ..TestBrowser::at(browser.address) });
    }
    tx.commit().await.unwrap();
    browsers
}

/// What the pages get to see of a browser.
pub fn seen(browser: &TestBrowser) -> leasehold_authorization_server::browser::Browser {
    let cookies: Vec<_> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = Request::get("/").header("cookie", cookies.join("; ")).body(()).unwrap();
    leasehold_authorization_server::browser::Browser::of(&request.into_parts().0)
}

/// A page at `/factors/…`.
pub async fn factors_page(app: &App, browser: &TestBrowser, path: &str) -> FactorPageView {
    let page = match path.strip_prefix("/factors/").unwrap() {
        "passkey" => FactorPage::Passkey,
        "pin" => FactorPage::Pin,
        "recovery-codes" => FactorPage::RecoveryCodes,
        "totp" => FactorPage::Totp,
        other => match other.strip_prefix("confirm?to=") {
            Some(to) => FactorPage::Confirm(to.into()),
            None => FactorPage::One(other.into()),
        },
    };
    match app.server.interactions().factors(&page, &seen(browser)).await {
        Ok(view) => view,
        Err(error) => panic!("{path}: {error:?}"),
    }
}
