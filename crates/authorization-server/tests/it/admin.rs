//! The admin API, as it answers behind its guard.

use axum::http::Method;
use leasehold_domain::session::Session;
use leasehold_domain::user::{Role, User};
use leasehold_storage::Storage as _;
use serde_json::Value;

use crate::account::{call, newest, token};
use crate::support::{Answer, App, BR, NL, TestBrowser};

async fn ask(app: &App, session: &Session, query: &str) -> Answer {
    call(app.server.admin_router(), Method::GET, &format!("/admin/v1/log{query}"), Some(token(session))).await
}

async fn log(app: &App, session: &Session, query: &str) -> Value {
    let answer = ask(app, session, query).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

/// Alice's session with something in the log, and one of an administrator.
async fn scene(app: &App) -> (Session, Session) {
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(app, &app.northbank, "openid accounts.read payments.write").await;
    app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), BR).await;
    let alice = newest(app).await;
    let mut tx = app.storage.write().await.unwrap();
    let person = tx.user(app.alice).await.unwrap().unwrap();
    let ada = User {
        id: "usr_0190a0b0c0d07000800000000000000f".parse().unwrap(),
        username: "ada".into(),
        name: "Ada Admin".into(),
        role: Role::Admin,
        ..person
    };
    assert!(tx.add_user(&ada).await.unwrap());
    let session = Session {
        id: "ses_0190a0b0c0d07000800000000000000f".parse().unwrap(),
        user: ada.id,
        cookie: leasehold_domain::HashedToken::from_bytes([7; 32]),
        ..alice.clone()
    };
    tx.add_session(&session).await.unwrap();
    tx.commit().await.unwrap();
    (alice, session)
}

#[tokio::test]
async fn only_an_administrator_reads_the_log() {
    let app = App::start().await;
    let (alice, admin) = scene(&app).await;
    let refused = ask(&app, &alice, "").await;
    assert_eq!(refused.status, 403);
    assert!(!refused.body.contains("left_region"));
    let anonymous = call(app.server.admin_router(), Method::GET, "/admin/v1/log", None).await;
    assert_eq!(anonymous.status, 401);
    assert_eq!(ask(&app, &admin, "").await.status, 200);
}

#[tokio::test]
async fn an_entry_names_who_what_where_and_why() {
    let app = App::start().await;
    let (_, admin) = scene(&app).await;
    let log = log(&app, &admin, "?rule=left_region").await;
    assert_eq!(log["total"], 1);
    let entry = &log["entries"][0];
    assert_eq!((&entry["person"], &entry["username"]), (&"Alice Visser".into(), &"alice".into()));
    assert_eq!((&entry["change"], &entry["initiator"]), (&"hold_opened".into(), &"policy".into()));
    assert_eq!((&entry["cause"], &entry["remedy"]), (&"country=BR".into(), &"step_up".into()));
    assert_eq!((&entry["place"], &entry["before"][0]), (&"Brazil".into(), &"payments.write".into()));
    assert!(entry["device"].is_string() && entry["policy_version"].is_string(), "{entry}");
}

#[tokio::test]
async fn filters_narrow_and_nonsense_is_refused() {
    let app = App::start().await;
    let (_, admin) = scene(&app).await;
    let all = log(&app, &admin, "?person=&rule=").await["total"].as_i64().unwrap();
    assert!(all > 1);
    assert_eq!(log(&app, &admin, "?person=VISSER").await["total"], all);
    assert_eq!(log(&app, &admin, "?person=nobody").await["total"], 0);
    let by_policy = log(&app, &admin, "?initiator=policy").await["total"].as_i64().unwrap();
    assert!((1..all).contains(&by_policy));
    let long = format!("?person={}", "x".repeat(200));
    for query in ["?initiator=nobody", "?before=x", "?before=%ff", &long] {
        let answer = ask(&app, &admin, query).await;
        assert_eq!(answer.status, 400, "{query}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    let app = App::start().await;
    let (alice, admin) = scene(&app).await;
    let mut tx = app.storage.write().await.unwrap();
    let filter = leasehold_storage::LogFilter { limit: 1, ..Default::default() };
    let record = tx.log(&filter).await.unwrap().remove(0);
    for _ in 0..120 {
        tx.append(&record.entry).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(alice.user, record.entry.subject.user);
    let (mut seen, mut query) = (Vec::new(), String::new());
    loop {
        let page = log(&app, &admin, &query).await;
        seen.extend(page["entries"].as_array().unwrap().iter().map(|entry| entry["seq"].as_i64().unwrap()));
        match page["next"].as_i64() {
            Some(next) => query = format!("?before={next}"),
            None => break assert_eq!(page["total"].as_i64(), Some(seen.len() as i64)),
        }
    }
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]));
}

#[tokio::test]
async fn a_scope_for_administrators_is_given_to_nobody_else() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.account, "openid account.manage admin.log").await;
    assert_eq!(tokens["scope"], "account.manage openid");
}
