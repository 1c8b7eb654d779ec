//! Accounts from one-time links, authenticator apps, and the page that asks before signing out.

use axum::body::Body;
use axum::http::Request;
use chrono::Duration;
use leasehold_authorization_server::config::limits;
use leasehold_authorization_server::factors::FactorPage;
use leasehold_authorization_server::interaction::{InteractionError, SetupStep};
use leasehold_domain::clock::Clock as _;
use leasehold_domain::user::{Factor, FactorKind, Role, User};
use leasehold_domain::{PlainToken, TokenKind, UserId};
use leasehold_factors::TotpSecret;
use leasehold_oauth_types::Acr;
use leasehold_oauth_types::factors::FactorPageView;
use leasehold_oauth_types::interaction::{FormView, SetupView, StepUpError, TotpEnrolmentView};
use leasehold_oauth_types::notice::{NoticeKind, NoticedFactor};
use leasehold_storage::{Link, LinkPurpose, Storage as _};

use crate::support::{Answer, App, NL, TestBrowser, factors_page, form, seen};

const LONG: &str = "four plain words suffice";

async fn link(app: &App, purpose: LinkPurpose) -> String {
    let token = PlainToken::generate(TokenKind::Link, &leasehold_domain::entropy::SystemEntropy);
    let expires_at = app.clock.now() + limits::SETUP_LINK;
    let link = Link { hash: token.hashed(), purpose, expires_at, used_at: None, user: None };
    let mut tx = app.storage.write().await.unwrap();
    tx.add_link(&link).await.unwrap();
    tx.commit().await.unwrap();
    token.expose().to_owned()
}

fn bram(role: Role) -> LinkPurpose {
    LinkPurpose::NewUser { username: "bram".into(), name: "Bram de Wit".into(), role }
}

async fn step(app: &App, link: Option<&str>, browser: &TestBrowser) -> Result<SetupStep, InteractionError> {
    app.server.interactions().setup(link, &seen(browser)).await
}

async fn opening(app: &App, link: &str) -> FormView {
    match step(app, Some(link), &TestBrowser::at(NL)).await {
        Ok(SetupStep::Open(form)) => form,
        other => panic!("{:?}", other.err()),
    }
}

async fn account_page(app: &App, browser: &TestBrowser) -> SetupView {
    match step(app, None, browser).await {
        Ok(SetupStep::Account(view)) => view,
        other => panic!("{:?}", other.err()),
    }
}

async fn factor_page(app: &App, browser: &TestBrowser) -> TotpEnrolmentView {
    match step(app, None, browser).await {
        Ok(SetupStep::Factor(view)) => view,
        other => panic!("{:?}", other.err()),
    }
}

async fn submit(app: &App, browser: &mut TestBrowser, page: &FormView, pairs: &[(&str, &str)]) -> Answer {
    let mut all = pairs.to_vec();
    all.push(("csrf", &page.csrf));
    browser.send(app, form(&page.action, &all)).await
}

/// A browser that has swapped a link for its cookie.
async fn opened(app: &App, purpose: LinkPurpose) -> TestBrowser {
    let link = link(app, purpose).await;
    let mut browser = TestBrowser::at(NL);
    let answer = submit(app, &mut browser, &opening(app, &link).await, &[]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/setup"));
    browser
}

/// The same with name and password given.
async fn chosen(app: &App, purpose: LinkPurpose, password: &str) -> TestBrowser {
    let mut browser = opened(app, purpose).await;
    let page = account_page(app, &browser).await;
    let pairs = [("username", "Ada"), ("name", "Ada Admin"), ("password", password)];
    let answer = submit(app, &mut browser, &page.form, &pairs).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/setup"));
    browser
}

fn code(app: &App, page: &TotpEnrolmentView) -> String {
    TotpSecret::from_base32(&page.secret.replace(' ', "")).unwrap().code_at(app.clock.now())
}

async fn person(app: &App, username: &str) -> Option<User> {
    app.storage.read().await.unwrap().user_by_username(username).await.unwrap()
}

fn totp_of(factors: Vec<Factor>) -> Factor {
    factors.into_iter().find(|factor| factor.kind == FactorKind::Totp).unwrap()
}

async fn kinds(app: &App, user: UserId) -> Vec<FactorKind> {
    let factors = app.storage.read().await.unwrap().factors(user).await.unwrap();
    let mut kinds: Vec<_> = factors.iter().map(|factor| factor.kind).collect();
    kinds.sort();
    kinds
}

#[tokio::test]
async fn the_first_administrator_exists_with_the_first_right_code() {
    let app = App::start().await;
    let mut browser = chosen(&app, LinkPurpose::FirstAdmin, LONG).await;
    assert!(person(&app, "ada").await.is_none());
    let page = factor_page(&app, &browser).await;
    assert!(page.qr_svg.starts_with("<svg") && !page.may_skip && page.wait_hours.is_none());
    let wrong = submit(&app, &mut browser, &page.form, &[("code", "000000")]).await;
    assert_eq!(wrong.location(), "/setup");
    let again = factor_page(&app, &browser).await;
    assert_eq!(again.error, Some(StepUpError::WrongCode { tries_left: 4 }));
    assert_eq!(again.secret, page.secret);
    let skipped = submit(&app, &mut browser, &page.form, &[("skip", "1")]).await;
    assert_eq!(skipped.location(), "/setup", "an administrator never goes without");
    assert!(person(&app, "ada").await.is_none());

    let done = submit(&app, &mut browser, &page.form, &[("code", &code(&app, &page))]).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, "http://app.localhost:8080/"));
    let ada = person(&app, "ada").await.unwrap();
    assert_eq!(
        (ada.role, ada.name.as_str(), ada.zone.as_str()),
        (Role::Admin, "Ada Admin", "Europe/Amsterdam")
    );
    assert_eq!(kinds(&app, ada.id).await, [FactorKind::Password, FactorKind::Totp]);
    let mut tx = app.storage.read().await.unwrap();
    let session = tx.sessions(ada.id).await.unwrap().remove(0);
    assert_eq!(session.acr(app.clock.now()), Acr::Aal2);
    assert!(tx.trust(ada.id, session.device).await.unwrap().unwrap().is_trusted(app.clock.now()));
    let totp = totp_of(tx.factors(ada.id).await.unwrap());
    assert_eq!(totp.last_step, Some(TotpSecret::step_at(app.clock.now())), "its code is spent");
    assert_eq!((totp.enrolment.session, totp.enrolment.device), (None, Some(session.device)));
    assert_eq!(app.server.interactions().sign_out(&seen(&browser)).await.unwrap().username, "ada");
    assert!(matches!(step(&app, None, &browser).await, Err(InteractionError::Over)));
}

#[tokio::test]
async fn looking_at_a_link_changes_nothing_and_its_button_works_once() {
    let app = App::start().await;
    let link = link(&app, LinkPurpose::FirstAdmin).await;
    let page = opening(&app, &link).await;
    assert_eq!(opening(&app, &link).await, page);
    assert_eq!(submit(&app, &mut TestBrowser::at(NL), &page, &[]).await.status, 303);
    assert_eq!(submit(&app, &mut TestBrowser::at(NL), &page, &[]).await.status, 410);
    assert!(matches!(step(&app, Some(&link), &TestBrowser::at(NL)).await, Err(InteractionError::Over)));
}

#[tokio::test]
async fn unknown_old_and_overtaken_links_look_alike() {
    let app = App::start().await;
    let old = link(&app, LinkPurpose::FirstAdmin).await;
    let old_page = opening(&app, &old).await;
    app.clock.advance(limits::SETUP_LINK);
    let taken =
        link(&app, LinkPurpose::NewUser { username: "alice".into(), name: "A".into(), role: Role::User })
            .await;
    let unknown = PlainToken::generate(TokenKind::Link, &leasehold_domain::entropy::SystemEntropy);
    for link in [&old, &taken, unknown.expose(), "nonsense", "account"] {
        let page = step(&app, Some(link), &TestBrowser::at(NL)).await;
        assert!(matches!(page, Err(InteractionError::Over)), "{link}");
    }
    let answer = submit(&app, &mut TestBrowser::at(NL), &old_page, &[]).await;
    assert_eq!(answer.status, 410);
    let answer = TestBrowser::at(NL).send(&app, form("/setup/nonsense", &[("csrf", "x")])).await;
    assert_eq!(answer.status, 410);
}

#[tokio::test]
async fn only_the_first_of_two_set_ups_makes_the_administrator() {
    let app = App::start().await;
    let mut one = chosen(&app, LinkPurpose::FirstAdmin, LONG).await;
    let mut two = opened(&app, LinkPurpose::FirstAdmin).await;
    let page = account_page(&app, &two).await;
    let pairs = [("username", "eve"), ("name", ""), ("password", LONG)];
    submit(&app, &mut two, &page.form, &pairs).await;
    let (first, second) = (factor_page(&app, &one).await, factor_page(&app, &two).await);
    let done = submit(&app, &mut one, &first.form, &[("code", &code(&app, &first))]).await;
    assert_eq!(done.status, 303);
    let late = submit(&app, &mut two, &second.form, &[("code", &code(&app, &second))]).await;
    assert_eq!(late.status, 410);
    assert!(person(&app, "eve").await.is_none());
}

#[tokio::test]
async fn a_set_up_belongs_to_its_browser() {
    let app = App::start().await;
    let browser = chosen(&app, LinkPurpose::FirstAdmin, LONG).await;
    let page = factor_page(&app, &browser).await;
    let mut stranger = opened(&app, bram(Role::User)).await;
    let answer = submit(&app, &mut stranger, &page.form, &[("code", &code(&app, &page))]).await;
    assert_eq!(answer.status, 403);
    let answer = submit(&app, &mut TestBrowser::at(NL), &page.form, &[("code", &code(&app, &page))]).await;
    assert_eq!(answer.status, 410);
    app.clock.advance(limits::INTERACTION);
    assert!(matches!(step(&app, None, &browser).await, Err(InteractionError::Over)));
}

#[tokio::test]
async fn a_set_up_cannot_be_kept_open_long_after_its_link() {
    let app = App::start().await;
    let mut browser = opened(&app, LinkPurpose::FirstAdmin).await;
    let pairs = [("username", "ada"), ("password", "short")];
    for _ in 0..4 {
        app.clock.advance(Duration::minutes(6));
        let page = account_page(&app, &browser).await;
        assert_eq!(submit(&app, &mut browser, &page.form, &pairs).await.status, 303, "each form prolongs it");
    }
    let page = account_page(&app, &browser).await;
    app.clock.advance(Duration::minutes(1));
    assert!(matches!(step(&app, None, &browser).await, Err(InteractionError::Over)), "15 + 10 minutes");
    let right = [("username", "ada"), ("password", LONG)];
    assert_eq!(submit(&app, &mut browser, &page.form, &right).await.status, 410);
}

#[tokio::test]
async fn forms_from_elsewhere_are_refused() {
    let app = App::start().await;
    let token = link(&app, LinkPurpose::FirstAdmin).await;
    let page = opening(&app, &token).await;
    let mut cross = form(&page.action, &[("csrf", page.csrf.as_str())]);
    cross.headers_mut().insert("origin", "http://northbank.localhost:8080".parse().unwrap());
    assert_eq!(app.send(cross).await.status, 403, "another origin");
    let answer = TestBrowser::at(NL).send(&app, form(&page.action, &[])).await;
    assert_eq!(answer.status, 403, "no token");
    assert_eq!(opening(&app, &token).await, page, "the link is as good as before");
    let mut browser = opened(&app, bram(Role::User)).await;
    for path in ["/setup/account", "/setup/factor"] {
        assert_eq!(browser.send(&app, form(path, &[("password", LONG)])).await.status, 403);
    }
    let json = Request::post("/setup/account").header("content-type", "application/json");
    assert_eq!(browser.send(&app, json.body(Body::from("{}")).unwrap()).await.status, 415);
}

#[tokio::test]
async fn names_and_passwords_are_judged() {
    let app = App::start().await;
    let mut browser = opened(&app, LinkPurpose::FirstAdmin).await;
    for (username, password, error) in [
        ("a", LONG, "username_invalid"),
        ("a b c", LONG, "username_invalid"),
        ("alice", LONG, "username_invalid"),
        ("ada", "too short", "password_short"),
        ("ada", "password12345", "password_common"),
        ("ada", "", "password_short"),
    ] {
        let page = account_page(&app, &browser).await;
        assert!(page.first_admin && page.username.is_none());
        let pairs = [("username", username), ("name", "Ada"), ("password", password)];
        submit(&app, &mut browser, &page.form, &pairs).await;
        let page = account_page(&app, &browser).await;
        assert_eq!(page.error.as_deref(), Some(error), "{username} {password}");
    }
}

#[tokio::test]
async fn an_announced_person_may_wait_with_the_second_factor_behind_a_long_password() {
    let app = App::start().await;
    let short = chosen(&app, bram(Role::User), "twelve chars").await;
    assert!(!factor_page(&app, &short).await.may_skip);
    let admin = chosen(&app, bram(Role::Admin), LONG).await;
    assert!(!factor_page(&app, &admin).await.may_skip);
    let mut browser = opened(&app, bram(Role::User)).await;
    let page = account_page(&app, &browser).await;
    assert_eq!((page.first_admin, page.username.as_deref()), (false, Some("bram")));
    let pairs = [("username", "mallory"), ("password", LONG)];
    submit(&app, &mut browser, &page.form, &pairs).await;
    let page = factor_page(&app, &browser).await;
    assert!(page.may_skip);
    let done = submit(&app, &mut browser, &page.form, &[("skip", "1")]).await;
    assert_eq!(done.location(), "http://app.localhost:8080/");
    let bram = person(&app, "bram").await.unwrap();
    assert_eq!((bram.role, bram.name.as_str()), (Role::User, "Bram de Wit"));
    assert_eq!(kinds(&app, bram.id).await, [FactorKind::Password]);
    assert!(person(&app, "mallory").await.is_none());
}

#[tokio::test]
async fn first_codes_cannot_be_guessed() {
    let app = App::start().await;
    let mut browser = chosen(&app, LinkPurpose::FirstAdmin, LONG).await;
    let page = factor_page(&app, &browser).await;
    for _ in 0..5 {
        submit(&app, &mut browser, &page.form, &[("code", "000000")]).await;
    }
    submit(&app, &mut browser, &page.form, &[("code", &code(&app, &page))]).await;
    let paused = factor_page(&app, &browser).await.error;
    assert!(matches!(paused, Some(StepUpError::TooMany { .. })), "{paused:?}");
    assert!(person(&app, "ada").await.is_none());
}

/// Bram, signed in with a password and nothing else.
async fn without_factor(app: &App) -> (TestBrowser, UserId) {
    let mut browser = chosen(app, bram(Role::User), LONG).await;
    let page = factor_page(app, &browser).await;
    submit(app, &mut browser, &page.form, &[("skip", "1")]).await;
    (browser, person(app, "bram").await.unwrap().id)
}

/// Bram in another browser, later: signed in with the password alone.
async fn later(app: &App) -> (TestBrowser, UserId) {
    let (_, bram) = without_factor(app).await;
    app.clock.advance(Duration::hours(1));
    let mut browser = TestBrowser::at(NL);
    let uri = app.request_uri(&app.account, &[("scope", "openid account.manage")]).await;
    let page = browser.authorize(app, &app.account, &uri).await.location().to_owned();
    let answer = browser.submit(app, &page, &[("username", "bram"), ("password", LONG)]).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    (browser, bram)
}

const TOTP: &str = "/factors/totp";

async fn totp_page(app: &App, browser: &TestBrowser) -> TotpEnrolmentView {
    match factors_page(app, browser, TOTP).await {
        FactorPageView::Totp(view) => view,
        _ => panic!("another page"),
    }
}

#[tokio::test]
async fn enrolling_asks_for_a_fresh_password() {
    let app = App::start().await;
    let (mut browser, bram) = later(&app).await;
    let fresh = totp_page(&app, &browser).await;
    app.clock.advance(Duration::minutes(6));
    let csrf = fresh.form.csrf.clone();
    let right = code(&app, &fresh);
    let answer = browser.post(&app, TOTP, &[("csrf", &csrf), ("code", &right)]).await;
    assert_eq!(answer.location(), "/factors/confirm?to=/factors/totp");
    let question = factors_page(&app, &browser, answer.location()).await;
    let csrf = question.csrf().to_owned();
    for password in ["", "wrong"] {
        let fields = [("csrf", &*csrf), ("to", TOTP), ("password", password)];
        let answer = browser.post(&app, "/factors/confirm", &fields).await;
        assert_eq!(answer.location(), "/factors/confirm?to=/factors/totp");
        let FactorPageView::Confirm(view) = factors_page(&app, &browser, answer.location()).await else {
            panic!("another page")
        };
        assert!(view.refused.is_some());
    }
    let fields = [("csrf", &*csrf), ("to", TOTP), ("password", LONG)];
    assert_eq!(browser.post(&app, "/factors/confirm", &fields).await.location(), TOTP);
    let page = totp_page(&app, &browser).await;
    assert_eq!(page.secret, fresh.secret, "the same while it is shown");
    browser.post(&app, TOTP, &[("csrf", &page.form.csrf), ("code", "000000")]).await;
    let again = totp_page(&app, &browser).await;
    assert_eq!(again.error, Some(StepUpError::WrongCode { tries_left: 4 }));
    assert_eq!(kinds(&app, bram).await, [FactorKind::Password]);
    let fields = [("csrf", &*page.form.csrf), ("code", &*code(&app, &page))];
    assert_eq!(browser.post(&app, TOTP, &fields).await.location(), "http://app.localhost:8080/ways");
    let mut tx = app.storage.read().await.unwrap();
    let totp = totp_of(tx.factors(bram).await.unwrap());
    let sessions = tx.sessions(bram).await.unwrap();
    let here = sessions.iter().find(|session| Some(session.id) == totp.enrolment.session).unwrap();
    assert_eq!(totp.enrolment.device, Some(here.device));
    let told = tx.notices(bram, 10).await.unwrap().remove(0);
    let added = NoticeKind::FactorAdded { factor: NoticedFactor::Totp, name: String::new() };
    assert_eq!((told.kind, told.cause), (added, format!("factor_added:{}", totp.id)));
}

#[tokio::test]
async fn a_first_factor_counts_after_a_day() {
    let app = App::start().await;
    let (mut browser, _) = later(&app).await;
    let page = totp_page(&app, &browser).await;
    browser.post(&app, TOTP, &[("csrf", &page.form.csrf), ("code", &code(&app, &page))]).await;
    let ask = [("scope", "openid payments.write"), ("acr_values", "urn:leasehold:acr:aal2")];
    let uri = app.request_uri(&app.northbank, &ask).await;
    let refused = browser.authorize(&app, &app.northbank, &uri).await;
    assert_eq!(refused.parameter("error").as_deref(), Some("unmet_authentication_requirements"));
    app.clock.advance(Duration::hours(24));
    let uri = app.request_uri(&app.northbank, &ask).await;
    let asked = browser.authorize(&app, &app.northbank, &uri).await;
    assert!(asked.location().ends_with("/step-up"), "{asked:?}");
}

/// `thief_enrols_then_steps_up`, with all the patience in the world: a factor that came after the hold does not lift it.
#[tokio::test]
async fn a_factor_that_is_newer_than_the_hold_does_not_lift_it() {
    let app = App::start().await;
    let (mut browser, bram) = later(&app).await;
    let consent = browser.ask(&app, &app.northbank, &[("scope", "openid payments.write")]).await;
    let answer = browser.allow(&app, &consent, &["payments.write"]).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    app.redeem(&app.northbank, &answer.parameter("code").unwrap()).await;
    let held = async || app.storage.read().await.unwrap().open_holds(bram).await.unwrap();
    let holds: Vec<String> = held().await.iter().map(|hold| hold.id.to_string()).collect();
    assert!(!holds.is_empty(), "the device is new");

    let page = totp_page(&app, &browser).await;
    let answer = browser.post(&app, TOTP, &[("csrf", &page.form.csrf), ("code", &code(&app, &page))]).await;
    assert_eq!(answer.location(), "http://app.localhost:8080/ways");
    app.clock.advance(Duration::hours(25));
    let details = serde_json::json!([{"type": "lease_restore", "holds": holds}]).to_string();
    let ask = [
        ("scope", "openid account.manage"),
        ("authorization_details", &*details),
        ("acr_values", "urn:leasehold:acr:aal2"),
    ];
    let asked = browser.ask(&app, &app.account, &ask).await;
    let step_up = asked.location().to_owned();
    if step_up.ends_with("/step-up") {
        browser.submit(&app, &step_up, &[("factor", "totp"), ("code", &code(&app, &page))]).await;
    }
    let left: Vec<String> = held().await.iter().map(|hold| hold.id.to_string()).collect();
    assert_eq!(left, holds, "{asked:?}");
}

#[tokio::test]
async fn a_first_factor_counts_at_once_where_the_account_was_made() {
    let app = App::start().await;
    let (mut browser, bram) = without_factor(&app).await;
    let page = totp_page(&app, &browser).await;
    browser.post(&app, TOTP, &[("csrf", &page.form.csrf), ("code", &code(&app, &page))]).await;
    let mut tx = app.storage.read().await.unwrap();
    assert!(totp_of(tx.factors(bram).await.unwrap()).counts(app.clock.now()));
}

#[tokio::test]
async fn nobody_enrols_where_nobody_is_signed_in() {
    let app = App::start().await;
    let stranger = app.server.interactions().factors(&FactorPage::Totp, &seen(&TestBrowser::at(NL))).await;
    assert!(matches!(stranger, Err(InteractionError::GoTo(_))));
    let mut nobody = TestBrowser::at(NL);
    let answer = nobody.post(&app, TOTP, &[("code", "123456")]).await;
    assert_eq!(answer.location(), "http://app.localhost:8080/");
    let (mut bram, id) = without_factor(&app).await;
    let page = totp_page(&app, &bram).await;
    let answer = bram.post(&app, TOTP, &[("code", &code(&app, &page))]).await;
    assert_eq!(answer.status, 403, "not from its page");
    assert_eq!(kinds(&app, id).await, [FactorKind::Password]);
}

#[tokio::test]
async fn the_sign_out_page_signs_out() {
    let app = App::start().await;
    let nobody = app.server.interactions().sign_out(&seen(&TestBrowser::at(NL))).await;
    assert_eq!(nobody.err(), Some(InteractionError::GoTo("/signed-out".into())));
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, "openid accounts.read").await;
    let page = app.server.interactions().sign_out(&seen(&browser)).await.unwrap();
    assert_eq!(page.username, "alice");
    let stay = submit(&app, &mut browser, &page.form, &[("decision", "stay")]).await;
    assert_eq!(stay.location(), "http://app.localhost:8080/");
    assert!(app.server.interactions().sign_out(&seen(&browser)).await.is_ok());
    let out = submit(&app, &mut browser, &page.form, &[("decision", "sign_out")]).await;
    assert_eq!(out.location(), "/signed-out");
    assert!(app.server.interactions().sign_out(&seen(&browser)).await.is_err());
}
