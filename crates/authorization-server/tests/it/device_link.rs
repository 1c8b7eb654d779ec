//! The link from a mailbox that makes a new device known: what it gives back, where, and what never.

use axum::http::Method;
use chrono::Duration;
use leasehold_authorization_server::config::limits;
use leasehold_authorization_server::device_link::DeviceLinkPage;
use leasehold_authorization_server::interaction::InteractionError;
use leasehold_domain::PlainToken;
use leasehold_domain::clock::Clock as _;
use leasehold_domain::device::TrustState;
use leasehold_domain::hold::Hold;
use leasehold_domain::notice::Mail;
use leasehold_domain::sealed::MasterKey;
use leasehold_domain::session::Session;
use leasehold_oauth_types::interaction::DeviceLinkView;
use leasehold_storage::Storage as _;
use serde_json::{Value, json};

use crate::account::{call, newest, token};
use crate::device_keys::{Key, connect};
use crate::notices::with_address;
use crate::support::{Answer, App, BR, NL, TestBrowser, elevation, form, payment, seen, status};

const SCOPES: &str = "openid invoices.approve payments.write";
const SESSION: &str = "__Host-Http-lh_sid";
const DEVICE: &str = "__Host-Http-lh_dev";

/// A new browser with ledgerly connected.
async fn connected(app: &App) -> (TestBrowser, Session, String) {
    app.clock.advance(Duration::seconds(1));
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(app, &app.ledgerly, SCOPES).await;
    (browser, newest(app).await, access(&tokens))
}

/// Alice with a mailbox, her first device, which is trusted, and another one.
async fn scene() -> (App, Session, (TestBrowser, Session, String)) {
    let app = App::start().await;
    with_address(&app).await;
    let (_, trusted, _) = connected(&app).await;
    let new = connected(&app).await;
    assert_eq!(standing(&app, &new.2).await, ["revoked", "revoked"]);
    (app, trusted, new)
}

fn access(tokens: &Value) -> String {
    tokens["access_token"].as_str().unwrap().to_owned()
}

/// What became of invoices and payments.
async fn standing(app: &App, token: &str) -> [String; 2] {
    let said = app.introspect(&app.ledgerly, token, NL).await;
    ["invoices.approve", "payments.write"].map(|scope| status(&said, scope).to_owned())
}

async fn ask(app: &App, from: &Session) -> Answer {
    let router = app.server.account_manage_router();
    call(router, Method::POST, "/account/v1/device-link", Some(token(from))).await
}

async fn offers(app: &App, to: &Session) -> Value {
    let router = app.server.account_read_router();
    call(router, Method::GET, "/account/v1/device-number", Some(token(to))).await.json()["can_mail"].clone()
}

/// The links of the mails that wait, opened as the postman does, the oldest first.
async fn mailed(app: &App) -> Vec<String> {
    let sealer = MasterKey::new([9; 32]).sealer(Mail::LINK);
    let (now, mut links) = (app.clock.now(), Vec::new());
    let mut tx = app.storage.write().await.unwrap();
    while let Some(mail) = tx.claim_mail(now, now + Duration::hours(1)).await.unwrap() {
        let Some(sealed) = mail.link else { continue };
        let token = sealer.open(&sealed, &mail.id.to_string()).unwrap();
        links.push(String::from_utf8(token.to_vec()).unwrap());
        assert_eq!(mail.to, "alice@example.org");
    }
    tx.commit().await.unwrap();
    links
}

/// Asks for a link and reads it.
async fn link(app: &App, from: &Session) -> String {
    assert_eq!(ask(app, from).await.status, 204);
    mailed(app).await.pop().unwrap()
}

async fn look(app: &App, browser: &TestBrowser, link: &str) -> Result<DeviceLinkPage, InteractionError> {
    app.server.interactions().device_link(link, &seen(browser), "en").await
}

async fn page(app: &App, browser: &TestBrowser, link: &str) -> DeviceLinkView {
    match look(app, browser, link).await {
        Ok(DeviceLinkPage::Confirm(view)) => view,
        other => panic!("{other:?}"),
    }
}

async fn is_over(app: &App, browser: &TestBrowser, link: &str) -> bool {
    look(app, browser, link).await.err() == Some(InteractionError::Over)
}

async fn is_elsewhere(app: &App, browser: &TestBrowser, link: &str) -> bool {
    matches!(look(app, browser, link).await, Ok(DeviceLinkPage::Elsewhere))
}

async fn swap(app: &App, browser: &mut TestBrowser, link: &str, fields: &[(&str, &str)]) -> Answer {
    browser.send(app, form(&format!("/confirm-device/{link}"), fields)).await
}

async fn confirm(app: &App, browser: &mut TestBrowser, link: &str) -> Answer {
    let csrf = page(app, browser, link).await.form.csrf;
    swap(app, browser, link, &[("csrf", &csrf)]).await
}

async fn holds(app: &App) -> Vec<Hold> {
    app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap()
}

async fn kinds(app: &App) -> Vec<String> {
    let notices = app.storage.read().await.unwrap().notices(app.alice, 10).await.unwrap();
    let kind = |kind| serde_json::to_value(kind).unwrap()["type"].as_str().unwrap().to_owned();
    notices.into_iter().map(|notice| kind(notice.kind)).collect()
}

/// Whoever reads the mail and holds the new browser approves invoices, and never pays.
#[tokio::test]
async fn mail_link_alone_no_payment() {
    let (app, trusted, (mut browser, session, tokens)) = scene().await;
    assert_eq!((offers(&app, &trusted).await, offers(&app, &session).await), (json!(false), json!(true)));
    let (before, link) = (holds(&app).await, link(&app, &session).await);

    // A scanner, or any other browser, looks and posts what it likes: nothing.
    let genuine = page(&app, &browser, &link).await.form.csrf;
    let mut without_session = TestBrowser { cookies: browser.cookies.clone(), ..TestBrowser::at(NL) };
    without_session.cookies.remove(SESSION);
    let mut without_device = TestBrowser { cookies: browser.cookies.clone(), ..TestBrowser::at(NL) };
    without_device.cookies.remove(DEVICE);
    let (mut other, ..) = connected(&app).await;
    let strangers = [&mut TestBrowser::at(BR), &mut without_session, &mut without_device, &mut other];
    for stranger in strangers {
        assert!(is_elsewhere(&app, stranger, &link).await);
        let cookies = stranger.cookies.clone();
        for csrf in ["", &genuine] {
            let answer = swap(&app, stranger, &link, &[("csrf", csrf)]).await;
            assert_eq!((answer.status.as_u16(), stranger.cookies == cookies), (403, true), "{answer:?}");
        }
    }
    // Nor does the browser itself with a form of somebody else's making.
    assert_eq!(swap(&app, &mut browser, &link, &[("csrf", "forged")]).await.status, 403);
    assert_eq!(holds(&app).await.iter().filter(|hold| before.contains(hold)).count(), before.len());
    assert_eq!(standing(&app, &tokens).await, ["revoked", "revoked"]);

    // What, where and when.
    let view = page(&app, &browser, &link).await;
    assert_eq!(view.place.as_deref(), Some("Netherlands"));
    assert_eq!((view.held, view.asked_at), (vec!["Send money".to_owned()], app.clock.now().timestamp() - 1));
    assert_eq!(view.back, ["invoices.approve"]);

    let answer = confirm(&app, &mut browser, &link).await;
    assert_eq!(answer.status, 303, "{answer:?}");
    assert_eq!(answer.location(), "http://app.localhost:8080/access?done=known");
    assert_eq!(standing(&app, &tokens).await, ["active", "revoked"]);

    // Once.
    let again = swap(&app, &mut browser, &link, &[("csrf", &genuine)]).await;
    assert_eq!(again.status, 410, "{again:?}");
    assert_eq!(again.headers["content-type"], "application/problem+json");
    let wrong = swap(&app, &mut browser, &link.replace("lhl_", "lhl_x"), &[("csrf", &genuine)]).await;
    assert_eq!((wrong.status.as_u16(), &wrong.body), (410, &again.body), "wrong and used look alike");
    assert!(is_over(&app, &browser, &link).await);

    // The rest is held as before: by the same rule, for the same cause, since the same moment.
    let held: Vec<_> =
        holds(&app).await.into_iter().filter(|hold| hold.subject.device == Some(session.device)).collect();
    let first = before.iter().find(|hold| hold.subject.device == Some(session.device)).unwrap();
    assert_eq!(held.len(), 1, "{held:?}");
    assert_eq!(
        (held[0].scopes.to_string().as_str(), &held[0].rule, held[0].opened_at),
        ("payments.write", &first.rule, first.opened_at)
    );
    // Nothing gives that back but what did before: not a code, not the object of a payment, not a restore.
    app.next_step();
    let fields = [("scope", SCOPES), ("acr_values", "urn:leasehold:acr:aal2")];
    let page = browser.ask(&app, &app.ledgerly, &fields).await.location().to_owned();
    let answer = browser.submit(&app, &page, &[("factor", "totp"), ("code", &app.code())]).await;
    let proved = app.redeem(&app.ledgerly, &answer.parameter("code").unwrap()).await.json();
    assert_eq!(standing(&app, &access(&proved)).await, ["active", "revoked"]);
    let bank = browser.connect(&app, &app.northbank, "openid payments.write").await;
    let details = payment("250.00");
    let fields = elevation(bank["grant_id"].as_str().unwrap(), &details);
    let answer = browser.ask(&app, &app.northbank, &fields).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("scope_held"), "{answer:?}");
    app.next_step();
    browser.restore(&app, &[held[0].id.to_string()]).await;
    assert_eq!(standing(&app, &access(&proved)).await, ["active", "revoked"]);

    // The device is known and not trusted.
    let mut tx = app.storage.read().await.unwrap();
    let trust = tx.trust(app.alice, session.device).await.unwrap().unwrap();
    assert_eq!((trust.state, trust.confirmed_by), (TrustState::New, None));
    drop(tx);
    assert_eq!(app.log("device_known_by_mail").await.len(), 1);
    let closed = app.log("new_device").await.into_iter().find(|entry| !entry.after.is_empty()).unwrap();
    assert_eq!(closed.after.to_string(), "invoices.approve", "the log says what came back and no more");
    assert!(kinds(&app).await.contains(&"device_known".to_owned()), "{:?}", kinds(&app).await);
    assert_eq!(offers(&app, &session).await, json!(false));
    assert_eq!(ask(&app, &session).await.status, 409, "there is nothing left to give back");
}

/// The rule does not open the hold anew for what came back: not for a new grant, not tomorrow, not after a restart.
#[tokio::test]
async fn what_came_back_stays_on_that_device_only() {
    let (app, trusted, (mut browser, session, tokens)) = scene().await;
    let link = link(&app, &session).await;
    confirm(&app, &mut browser, &link).await;
    app.clock.advance(Duration::seconds(10));
    let again = access(&browser.connect(&app, &app.ledgerly, SCOPES).await);
    for token in [&tokens, &again] {
        assert_eq!(standing(&app, token).await, ["active", "revoked"]);
    }
    let (_, _, third) = connected(&app).await;
    assert_eq!(standing(&app, &third).await, ["revoked", "revoked"], "another device is another matter");
    // Saying that it is not mine takes it back.
    crate::support::just_proved(&app, &trusted).await;
    let path = format!("/account/v1/devices/{}/block", session.device);
    let answer = call(app.server.account_manage_router(), Method::POST, &path, Some(token(&trusted))).await;
    assert_eq!(answer.status, 204, "{answer:?}");
    let mut tx = app.storage.read().await.unwrap();
    assert!(tx.waivers(app.alice, app.clock.now()).await.unwrap().is_empty());
}

/// A newer link for the same device cancels the older, and each ends at its time.
#[tokio::test]
async fn the_link_of_an_older_mail_is_dead() {
    let (app, _, (mut browser, session, _)) = scene().await;
    let older = link(&app, &session).await;
    let csrf = page(&app, &browser, &older).await.form.csrf;
    let newer = link(&app, &session).await;
    assert!(is_over(&app, &browser, &older).await);
    assert_eq!(swap(&app, &mut browser, &older, &[("csrf", &csrf)]).await.status, 410);
    app.clock.advance(limits::DEVICE_LINK);
    assert!(is_over(&app, &browser, &newer).await);
    assert_eq!(swap(&app, &mut browser, &newer, &[("csrf", &csrf)]).await.status, 410);
    app.clock.advance(Duration::hours(1));
    let tokens = access(&browser.connect(&app, &app.ledgerly, SCOPES).await);
    assert_eq!(standing(&app, &tokens).await, ["revoked", "revoked"]);
    // Of another device it is not the newer one.
    let link_here = link(&app, &session).await;
    let (_, elsewhere, other) = connected(&app).await;
    assert_eq!(standing(&app, &other).await, ["revoked", "revoked"]);
    link(&app, &elsewhere).await;
    assert_eq!(confirm(&app, &mut browser, &link_here).await.status, 303);
}

/// So many mails and no more, from whatever device they are asked for.
#[tokio::test]
async fn links_are_limited_by_account() {
    let (app, _, (_, session, _)) = scene().await;
    let (_, other, token) = connected(&app).await;
    standing(&app, &token).await;
    for from in [&session, &other, &session] {
        assert_eq!(ask(&app, from).await.status, 204);
    }
    for from in [&session, &other] {
        let refused = ask(&app, from).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.headers["retry-after"]),
            (429, &"301".parse().unwrap())
        );
    }
    assert_eq!(mailed(&app).await.len(), 3);
    app.clock.advance(Duration::minutes(5));
    assert_eq!(ask(&app, &session).await.status, 204);
}

/// Without a mailbox, and for a device that is no new one, there is nothing to send.
#[tokio::test]
async fn no_link_without_use() {
    let app = App::start().await;
    let (_, trusted, _) = connected(&app).await;
    let (_, session, token) = connected(&app).await;
    standing(&app, &token).await;
    assert_eq!(
        (offers(&app, &session).await, ask(&app, &session).await.status.as_u16()),
        (json!(false), 409)
    );
    with_address(&app).await;
    assert_eq!((offers(&app, &session).await, ask(&app, &session).await.status.as_u16()), (json!(true), 204));
    assert_eq!(ask(&app, &trusted).await.status, 409);
}

/// A device that holds a key shows it with the link too: its cookies alone are anybody's.
#[tokio::test]
async fn a_copy_of_the_browser_uses_no_link() {
    let app = App::start().await;
    with_address(&app).await;
    connected(&app).await;
    let (mut browser, key) = (TestBrowser::at(NL), Key::new(1));
    let (session, _) = connect(&app, &mut browser, Some(&key)).await;
    let tokens = access(&TestBrowser::connect(&mut browser, &app, &app.ledgerly, SCOPES).await);
    assert_eq!(standing(&app, &tokens).await, ["revoked", "revoked"]);
    let link = link(&app, &session).await;
    let mut copy = TestBrowser { cookies: browser.cookies.clone(), ..TestBrowser::at(NL) };
    assert_eq!(confirm(&app, &mut copy, &link).await.status, 403);
    assert_eq!(standing(&app, &tokens).await, ["revoked", "revoked"]);
    let csrf = page(&app, &browser, &link).await.form.csrf;
    let proof = key.proof(&app, &mut browser).await;
    let answer = swap(&app, &mut browser, &link, &[("csrf", &csrf), ("device_proof", &proof)]).await;
    assert_eq!(answer.status, 303, "{answer:?}");
    assert_eq!(standing(&app, &tokens).await, ["active", "revoked"]);
}

/// The outbox and the database know the link only sealed and hashed, and a link of this kind sets nothing up.
#[tokio::test]
async fn a_link_for_a_device_is_good_for_nothing_else() {
    let (app, _, (browser, session, _)) = scene().await;
    let link = link(&app, &session).await;
    let token = PlainToken::parse(leasehold_domain::TokenKind::Link, &link).unwrap();
    assert!(app.storage.read().await.unwrap().link(token.hashed()).await.unwrap().is_some());
    assert!(app.server.interactions().setup(Some(&link), &seen(&browser)).await.is_err());
    let mut stranger = TestBrowser::at(NL);
    let answer = stranger.send(&app, form(&format!("/setup/{link}"), &[])).await;
    assert!(answer.status.is_client_error() && stranger.cookies.is_empty(), "{answer:?}");
}
