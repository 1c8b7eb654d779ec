//! A new device and the link from the mailbox, page by page.

use http::header::{CACHE_CONTROL, REFERRER_POLICY};
use leasehold_domain::user::Role;
use url::Url;

use crate::support::{ACCOUNT, ISSUER, LEDGERLY, TestApp};

/// The link in the newest mail that has one.
async fn mailed(app: &TestApp) -> String {
    loop {
        let outbox = app.browser().open(&format!("{ISSUER}/demo/outbox")).await;
        let start = format!("{ISSUER}/confirm-device/lhl_");
        if let Some(at) = outbox.body.find(&start) {
            let link = &outbox.body[at..];
            return link[..link.find(['<', '"']).unwrap()].to_owned();
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_new_device_is_confirmed_by_mail_for_what_is_less_sensitive() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    let home = alice.sign_in(ACCOUNT).await;
    assert!(!home.shows("Send me a link by mail"));
    app.clock.advance(chrono::Duration::minutes(10));
    let mut new = alice.elsewhere(app.browser());
    new.sign_in(LEDGERLY).await;
    new.sign_in(ACCOUNT).await;
    let access = new.browser.open(&format!("{ACCOUNT}/access")).await;
    assert!(access.shows("Confirm this device") && access.shows("Send me a link by mail"), "{}", access.body);
    let sent = new.browser.submit(&access, "/actions/device-link", &[]).await;
    assert!(sent.shows("We sent you a link"), "{}", sent.body);

    let link = mailed(&app).await;
    let path = Url::parse(&link).unwrap().path().to_owned();
    let mut stranger = app.browser();
    let elsewhere = stranger.open(&link).await;
    assert!(elsewhere.shows("Open this link in the browser in which you asked for it"), "{}", elsewhere.body);
    assert!(!elsewhere.body.contains("Chrome") && !elsewhere.body.contains("csrf"), "{}", elsewhere.body);
    assert!(stranger.cookies(ISSUER).is_none(), "nobody is signed in by it");

    let page = new.browser.open(&link).await;
    assert!(page.shows("Approve invoices") && page.shows("Chrome on Linux"), "{}", page.body);
    assert_eq!(
        (&page.headers[REFERRER_POLICY], &page.headers[CACHE_CONTROL]),
        (&"no-referrer".parse().unwrap(), &"no-store".parse().unwrap())
    );
    let done = new.browser.submit(&page, &path, &[]).await;
    assert!(done.shows("Confirmed by mail") && !done.shows("Send me a link by mail"), "{}", done.body);
    assert_eq!(new.browser.open(&link).await.status, 410);
    assert!(alice.browser.open(ACCOUNT).await.shows("was confirmed by mail"));
}
