//! From what happens to what people read: on their overview, and in their mailbox.

use leasehold_domain::user::Role;

use crate::support::{ACCOUNT, ISSUER, TestApp};

#[tokio::test]
async fn a_new_device_is_told_on_the_overview_and_by_mail() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    let home = alice.sign_in(ACCOUNT).await;
    assert!(!home.shows("Notices"), "{}", home.body);
    app.clock.advance(chrono::Duration::minutes(10));
    for agent in ["Firefox/140.0", "Chrome/140.0 Safari/537.36"] {
        let mut other = alice.elsewhere(app.browser());
        other.browser.agent = format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {agent}");
        other.sign_in(ACCOUNT).await;
        app.clock.advance(chrono::Duration::seconds(1));
    }

    let home = alice.browser.open(ACCOUNT).await;
    assert!(home.shows("Notices, 2 new") && home.shows("A new device signed in"), "{}", home.body);
    assert!(home.shows("near Netherlands"), "{}", home.body);
    let read = alice.browser.submit(&home, "/actions/read-notices", &[("until", "1")]).await;
    assert_eq!(read.url.path(), "/");
    assert!(read.shows("A new device signed in") && !read.shows("/actions/read-notices"), "{}", read.body);

    let mails = loop {
        let page = app.browser().open(&format!("{ISSUER}/demo/outbox")).await;
        if page.body.matches("data-mail=\"alice@mail.example\"").count() == 2 {
            break page;
        }
        tokio::task::yield_now().await;
    };
    assert!(mails.shows("New device signed in to your account"), "{}", mails.body);
    assert!(mails.shows("Near: Netherlands") && mails.shows(&format!("{ACCOUNT}/devices")), "{}", mails.body);
}

#[tokio::test]
async fn one_notice_is_marked_by_its_own_button_and_by_nobody_else() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    let mut bram = app.person("bram", Role::User).await;
    alice.sign_in(ACCOUNT).await;
    app.clock.advance(chrono::Duration::minutes(10));
    alice.elsewhere(app.browser()).sign_in(ACCOUNT).await;

    let home = alice.browser.open(ACCOUNT).await;
    let notice = home.field("notice").unwrap();
    let theirs = bram.sign_in(ACCOUNT).await;
    let csrf = theirs.field("csrf").unwrap();
    let own = [("csrf", &*csrf), ("notice", &*notice)];
    let until = [&own[..], &[("until", "1")]].concat();
    for fields in [&own[..], &until] {
        let refused = bram.browser.post(&format!("{ACCOUNT}/actions/read-notices"), ACCOUNT, fields).await;
        assert_eq!(refused.status.as_u16(), 404, "{}", refused.body);
    }
    assert!(alice.browser.open(ACCOUNT).await.shows("Notices, 1 new"));
    let read = alice.browser.submit(&home, "/actions/read-notices", &[]).await;
    assert!(read.shows("A new device signed in") && !read.shows("1 new"), "{}", read.body);
}
