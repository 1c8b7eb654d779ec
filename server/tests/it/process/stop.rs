//! Stopping by SIGTERM.

use std::process::Command;

use leasehold_test_kit::Browser;

use super::running::Running;
use crate::support::Scratch;

/// An event stream would last for ever; it must not keep the server from stopping.
#[tokio::test]
async fn sigterm_ends_event_streams_and_the_process() {
    let scratch = Scratch::new();
    let data = scratch.path().join("data");
    let mut server = Running::start(&data);
    let mut browser = Browser::new(server.router());
    let account = server.origin("app.localhost");
    let page = browser.open(&account).await;
    let path = page.url.path().to_owned();
    let page = browser.submit(&page, &path, &[("username", "alice")]).await;
    let page = browser.submit(&page, &path, &[("password", "tulip canal bicycle")]).await;
    assert_eq!(page.url.host_str(), Some("app.localhost"), "{}", page.body);
    let stream = browser.fetch(&format!("{account}/bff/events")).await;
    assert_eq!(stream.headers["content-type"], "text/event-stream");

    let pid = server.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let status = tokio::task::spawn_blocking(move || server.child.wait()).await.unwrap().unwrap();
    assert!(status.success(), "{status}");
}
