//! Limits on how often one address may come.

use chrono::Duration;
use http::Request;
use leasehold_http_kit::ClientAddress;

use crate::support::{Answer, App, BR, NL, TestBrowser, form, post_json};

/// What [`App::start`] allows in a minute.
const MOST: usize = 1000;

#[tokio::test]
async fn authorize_has_so_many_visits_for_each_address() {
    let app = App::start().await;
    let (mut here, mut there) = (TestBrowser::at(NL), TestBrowser::at(BR));
    for _ in 0..MOST {
        assert_eq!(here.get(&app, "/authorize").await.status, 400);
    }
    let refused = here.get(&app, "/authorize").await;
    assert_eq!((refused.status.as_u16(), &refused.headers["retry-after"]), (429, &"61".parse().unwrap()));
    assert_eq!(here.send(&app, form("/authorize", &[])).await.status, 429, "in whatever way");
    assert_eq!(there.get(&app, "/authorize").await.status, 400, "nobody else");
    app.clock.advance(Duration::seconds(60));
    assert_eq!(here.get(&app, "/authorize").await.status, 400, "a minute later");
}

#[tokio::test]
async fn device_challenges_have_so_many_for_each_address() {
    let app = App::start().await;
    let (mut here, mut there) = (TestBrowser::at(NL), TestBrowser::at(BR));
    for browser in [&mut here, &mut there] {
        browser.ask(&app, &app.northbank, &[("scope", "openid")]).await;
    }
    let ask = || post_json("/device/challenge", "token of the page");
    for _ in 0..MOST {
        assert_eq!(here.send(&app, ask()).await.status, 200);
    }
    let refused = here.send(&app, ask()).await;
    assert_eq!((refused.status.as_u16(), &refused.headers["retry-after"]), (429, &"61".parse().unwrap()));
    assert_eq!(there.send(&app, ask()).await.status, 200, "nobody else");
    assert_eq!(here.get(&app, "/authorize").await.status, 400, "and nothing else");
    app.clock.advance(Duration::seconds(60));
    assert_eq!(here.send(&app, ask()).await.status, 200, "a minute later");
}

#[tokio::test]
async fn par_has_so_many_requests_for_each_address() {
    let app = App::start().await;
    let push = |address: Option<&'static str>| {
        let mut request: Request<_> = form("/par", &[]);
        if let Some(address) = address {
            request.extensions_mut().insert(ClientAddress(address.parse().unwrap()));
        }
        app.send(request)
    };
    for _ in 0..MOST {
        assert_eq!(push(Some(NL)).await.status, 401);
    }
    let refused: Answer = push(Some(NL)).await;
    assert_eq!((refused.status.as_u16(), &refused.headers["retry-after"]), (429, &"61".parse().unwrap()));
    assert_eq!(refused.json()["error"], "temporarily_unavailable");
    assert_eq!(push(Some(BR)).await.status, 401);
    // Our own apps push in process, for everybody.
    assert_eq!(push(None).await.status, 401);
}
