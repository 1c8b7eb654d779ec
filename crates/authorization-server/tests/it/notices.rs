//! What people are told: with what happened, once, and in their own account only.

use axum::http::Method;
use chrono::Duration;
use futures::StreamExt as _;
use leasehold_domain::clock::Clock as _;
use leasehold_domain::device::TrustState;
use leasehold_domain::session::Session;
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_storage::Storage as _;
use serde_json::{Value, json};

use crate::account::{call, newest, token};
use crate::support::{Answer, App, NL, TestBrowser, just_proved};

async fn signed_in(app: &App) -> (TestBrowser, Session) {
    app.clock.advance(Duration::seconds(1));
    let mut browser = TestBrowser::at(NL);
    browser.connect(app, &app.northbank, "openid accounts.read").await;
    let session = newest(app).await;
    (browser, session)
}

async fn read(app: &App, session: &Session) -> Value {
    let router = app.server.account_read_router();
    let answer = call(router, Method::GET, "/account/v1/notices", Some(token(session))).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

async fn act(app: &App, session: &Session, path: &str) -> Answer {
    let router = app.server.account_manage_router();
    call(router, Method::POST, &format!("/account/v1/{path}"), Some(token(session))).await
}

fn kinds(notices: &Value) -> Vec<&str> {
    notices["notices"].as_array().unwrap().iter().map(|one| one["kind"]["type"].as_str().unwrap()).collect()
}

pub(crate) async fn with_address(app: &App) {
    let mut tx = app.storage.write().await.unwrap();
    tx.set_email(app.alice, Some("alice@example.org")).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_sign_in_on_a_new_device_is_told_once_and_where_it_was() {
    let app = App::start().await;
    with_address(&app).await;
    let (_, first) = signed_in(&app).await;
    assert_eq!(read(&app, &first).await, json!({"notices": [], "unread": 0}), "the first one is no news");
    let (mut browser, second) = signed_in(&app).await;
    let notices = read(&app, &first).await;
    let told = &notices["notices"][0];
    assert_eq!((kinds(&notices), &notices["unread"]), (vec!["device_new"], &json!(1)));
    assert_eq!((&told["place"], &told["at"]), (&json!("Netherlands"), &json!(second.created_at.timestamp())));
    assert!(told["device"].as_str().is_some_and(|name| !name.is_empty()), "{told}");

    // The same device again, after signing out.
    assert_eq!(act(&app, &second, &format!("sessions/{}/sign-out", second.id)).await.status, 204);
    app.clock.advance(Duration::hours(1));
    browser.connect(&app, &app.northbank, "openid accounts.read").await;
    assert_eq!(kinds(&read(&app, &newest(&app).await).await), ["device_new"]);

    let mut tx = app.storage.write().await.unwrap();
    let now = app.clock.now();
    let mail = tx.claim_mail(now, now + Duration::minutes(1)).await.unwrap().unwrap();
    assert_eq!(mail.to, "alice@example.org");
    assert_eq!(tx.claim_mail(now, now + Duration::minutes(1)).await.unwrap(), None, "one mail");
}

#[tokio::test]
async fn without_an_address_nothing_is_sent() {
    let app = App::start().await;
    signed_in(&app).await;
    let (_, session) = signed_in(&app).await;
    assert_eq!(kinds(&read(&app, &session).await), ["device_new"]);
    assert_eq!(app.storage.read().await.unwrap().next_mail().await.unwrap(), None);
}

#[tokio::test]
async fn notice_is_written_with_its_change() {
    let app = App::start().await;
    with_address(&app).await;
    let (_, trusted) = signed_in(&app).await;
    app.clock.advance(Duration::minutes(1));
    let (_, new) = signed_in(&app).await;
    // What is not allowed changes nothing and tells nobody.
    assert_eq!(act(&app, &new, &format!("devices/{}/block", trusted.device)).await.status, 403);
    assert_eq!(kinds(&read(&app, &trusted).await), ["device_new"]);

    // A transaction that is dropped after the notice was written, as by a failure behind it.
    let mut tx = app.storage.write().await.unwrap();
    let told = tx.notices(app.alice, 1).await.unwrap().remove(0);
    let trust = tx.trust(app.alice, new.device).await.unwrap().unwrap();
    tx.put_trust(&leasehold_domain::device::DeviceTrust { state: TrustState::Blocked, ..trust })
        .await
        .unwrap();
    let dropped = leasehold_domain::notice::Notice {
        id: leasehold_domain::NoticeId::generate(app.clock.now(), &leasehold_domain::SystemEntropy),
        cause: "dropped".into(),
        kind: NoticeKind::PasswordChanged,
        ..told
    };
    assert!(tx.add_notice(&dropped).await.unwrap());
    drop(tx);
    assert_eq!(kinds(&read(&app, &trusted).await), ["device_new"]);

    app.clock.advance(Duration::seconds(1));
    just_proved(&app, &trusted).await;
    assert_eq!(act(&app, &trusted, &format!("devices/{}/block", new.device)).await.status, 204);
    let notices = read(&app, &trusted).await;
    assert_eq!(kinds(&notices), ["device_blocked", "device_new"]);
    let mut tx = app.storage.read().await.unwrap();
    let trust = tx.trust(app.alice, new.device).await.unwrap().unwrap();
    assert_eq!(trust.state, TrustState::Blocked);
    let name = tx.device(new.device).await.unwrap().unwrap().name;
    assert_eq!(notices["notices"][0]["kind"]["name"], name);
}

#[tokio::test]
async fn what_was_seen_is_marked_and_what_came_meanwhile_is_not() {
    let app = App::start().await;
    let (_, session) = signed_in(&app).await;
    for _ in 0..3 {
        signed_in(&app).await;
    }
    let notices = read(&app, &session).await;
    let id = |n: usize| notices["notices"][n]["notice"].as_str().unwrap().to_owned();
    assert_eq!(notices["unread"], 3);
    assert_eq!(act(&app, &session, &format!("notices/{}/read-all", id(1))).await.status, 204);
    let after = read(&app, &session).await;
    let marked: Vec<_> = (0..3).map(|n| after["notices"][n]["read"].clone()).collect();
    assert_eq!(marked, [json!(false), json!(true), json!(true)]);
    assert_eq!(act(&app, &session, &format!("notices/{}/read", id(0))).await.status, 204);
    assert_eq!(read(&app, &session).await["unread"], 0);
    for unknown in ["ntc_00000000000070008000000000000000", "nonsense", "%00"] {
        for what in ["read", "read-all"] {
            let answer = act(&app, &session, &format!("notices/{unknown}/{what}")).await;
            assert_eq!(answer.status, 404, "{unknown}");
        }
    }
}

#[tokio::test]
async fn open_pages_hear_of_a_notice() {
    let app = App::start().await;
    let (_, session) = signed_in(&app).await;
    let mut request = axum::http::Request::get("/account/v1/events").body(axum::body::Body::empty()).unwrap();
    request.extensions_mut().insert(token(&session));
    let response = tower::ServiceExt::oneshot(app.server.account_read_router(), request).await.unwrap();
    let mut stream = response.into_body().into_data_stream();
    // Connected, before anything happens.
    stream.next().await.unwrap().unwrap();
    signed_in(&app).await;
    loop {
        let message = String::from_utf8(stream.next().await.unwrap().unwrap().to_vec()).unwrap();
        if message.contains("event: notice") {
            break;
        }
    }
}
