//! Versions of the policy: who may make one decide, and what follows.

use chrono::Duration;
use leasehold_authorization_server::AuthorizationServer;
use leasehold_authorization_server::policy::{Ask, Asked, LifecycleError, PolicyConfig};
use leasehold_domain::UserId;
use leasehold_domain::policy::{
    PolicyRequestError, PolicyRequestKind, PolicyRequestState, PolicyState, PolicyVersion, shown,
};
use leasehold_domain::user::{Role, User};
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_policy::{PolicyModule, PolicySources};
use leasehold_storage::Storage as _;

use crate::policies::{edited, nowhere, own_rule, without};
use crate::support::{App, BR, NL, TestBrowser, status};

const SCOPES: &str = "openid accounts.read payments.write";

pub async fn add_admin(app: &App, username: &str) -> UserId {
    let mut tx = app.storage.write().await.unwrap();
    let person = tx.user(app.alice).await.unwrap().unwrap();
    let id = format!("usr_0190a0b0c0d0700080000000000000{:02x}", username.as_bytes()[0]);
    let user = User {
        id: id.parse().unwrap(),
        username: username.into(),
        name: format!("{username} Admin"),
        role: Role::Admin,
        ..person
    };
    assert!(tx.add_user(&user).await.unwrap());
    tx.commit().await.unwrap();
    user.id
}

pub async fn active(app: &App) -> String {
    let mut tx = app.storage.read().await.unwrap();
    tx.policy_in(PolicyState::Active).await.unwrap().unwrap().version
}

pub fn activate<'a>(version: &'a str, admin: &'a str) -> Ask<'a> {
    Ask { kind: PolicyRequestKind::Activate, version: Some(version), admin, past_the_breaker: None }
}

pub fn back(admin: &str) -> Ask<'_> {
    Ask { kind: PolicyRequestKind::RollBack, version: None, admin, past_the_breaker: None }
}

pub async fn draft(server: &AuthorizationServer, sources: &PolicySources) -> String {
    server.draft_policy(sources, "ada").await.unwrap().version
}

/// Alice has gone to Brazil, which withdrew her payments; ada and bo are administrators.
async fn scene() -> App {
    let app = App::start().await;
    app.server.begin_policy(&PolicySources::shipped()).await.unwrap();
    add_admin(&app, "ada").await;
    add_admin(&app, "bo").await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, SCOPES).await;
    let seen = app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), BR).await;
    assert_eq!(status(&seen, "payments.write"), "revoked");
    app
}

/// Whatever gives anybody more needs two administrators: another version, the way back, an edit of data, a rule
/// that is switched off, though it never spoke.
#[tokio::test]
async fn roll_back_needs_approval() {
    let app = scene().await;
    let shipped = active(&app).await;

    // Switching off what spoke, by one administrator alone.
    let off = draft(&app.server, &without("left_region")).await;
    let asked = app.server.ask_for_policy(activate(&off, "ada")).await.unwrap();
    let Asked::Waits { weighed, effective_at: None, .. } = asked else { panic!("{asked:?}") };
    assert!(weighed.replay.tally.gives_more() && !weighed.unseen.is_empty());
    let same = app.server.approve_policy(&off, "ADA").await.unwrap_err();
    assert!(matches!(same, LifecycleError::Request(PolicyRequestError::SamePerson)), "{same}");
    for nobody in ["alice", "nobody"] {
        let error = app.server.approve_policy(&off, nobody).await.unwrap_err();
        assert!(matches!(error, LifecycleError::NotAdmin(_)), "{error}");
    }
    assert_eq!(active(&app).await, shipped);
    app.server.approve_policy(&off, "bo").await.unwrap();
    assert_eq!(active(&app).await, off);
    assert_eq!(app.log("policy_approved").await.len(), 1);

    // The way back takes: one is enough. The way back from there gives again.
    app.server.look_at_policy().await.unwrap();
    let asked = app.server.ask_for_policy(back("ada")).await.unwrap();
    assert!(matches!(&asked, Asked::Active { version, .. } if *version == shipped), "{asked:?}");
    app.server.look_at_policy().await.unwrap();
    let asked = app.server.ask_for_policy(back("bo")).await.unwrap();
    assert!(matches!(&asked, Asked::Waits { version, .. } if *version == off), "{asked:?}");
    assert_eq!(active(&app).await, shipped);
    app.server.approve_policy(&off, "bo").await.unwrap_err();
    app.server.approve_policy(&off, "ada").await.unwrap();
    assert_eq!(active(&app).await, off);
    app.server.ask_for_policy(back("ada")).await.unwrap();
    app.server.look_at_policy().await.unwrap();

    // Edits of data: one that the replay shows, and one that no replay can.
    let one_scope = edited("\"scopes\": \"sensitive\"", "\"scopes\": [\"invoices.approve\"]");
    let edit = draft(&app.server, &one_scope).await;
    let asked = app.server.ask_for_policy(activate(&edit, "ada")).await.unwrap();
    let Asked::Waits { weighed, .. } = asked else { panic!("{asked:?}") };
    assert!(weighed.unseen.is_empty() && weighed.gives_more());
    let hasty = draft(&app.server, &edited("\"first_wait_s\": 86400", "\"first_wait_s\": 0")).await;
    let asked = app.server.ask_for_policy(activate(&hasty, "ada")).await.unwrap();
    assert!(matches!(asked, Asked::Waits { .. }), "{asked:?}");
    let earlier = app.server.approve_policy(&edit, "bo").await.unwrap_err();
    assert!(matches!(earlier, LifecycleError::NotAsked(_)), "the later request took its place: {earlier}");
    assert_eq!(active(&app).await, shipped);
}

/// A request was weighed against what decided then. It is worth nothing against another version.
#[tokio::test]
async fn what_was_overtaken_is_not_approved() {
    let app = scene().await;
    let off = draft(&app.server, &without("left_region")).await;
    app.server.ask_for_policy(activate(&off, "ada")).await.unwrap();
    let mut tx = app.storage.write().await.unwrap();
    let before = tx.policy_in(PolicyState::Active).await.unwrap().unwrap();
    let harsh = tx.policy(&off).await.unwrap().unwrap();
    let harsh = PolicyVersion { version: "elsewhere".into(), state: PolicyState::Active, ..harsh };
    tx.update_policy(&before.put_away().unwrap()).await.unwrap();
    tx.add_policy(&harsh).await.unwrap();
    tx.commit().await.unwrap();
    let error = app.server.approve_policy(&off, "bo").await.unwrap_err();
    assert!(matches!(error, LifecycleError::Overtaken), "{error}");
    assert_eq!(active(&app).await, "elsewhere");
}

/// With one administrator a delay may stand in for the second: they are told, it comes later and by itself, and
/// until then it can be taken back.
#[tokio::test]
async fn a_delay_gives_notice() {
    let app = App::start().await;
    let config = || PolicyConfig { delay: Some(Duration::hours(24)), ..PolicyConfig::default() };
    let server = app.restarted_with(config(), crate::people::teleported());
    server.begin_policy(&PolicySources::shipped()).await.unwrap();
    let ada = add_admin(&app, "ada").await;
    let shipped = active(&app).await;
    let off = draft(&server, &without("left_region")).await;

    let asked = server.ask_for_policy(activate(&off, "ada")).await.unwrap();
    assert!(matches!(asked, Asked::Waits { effective_at: Some(_), .. }), "{asked:?}");
    server.withdraw_policy(&off, "ada").await.unwrap();
    app.clock.advance(Duration::hours(25));
    server.look_at_policy().await.unwrap();
    assert_eq!(active(&app).await, shipped, "it was taken back");

    server.ask_for_policy(activate(&off, "ada")).await.unwrap();
    let told = app.storage.read().await.unwrap().notices(ada, 10).await.unwrap();
    let kind = NoticeKind::PolicyComing { name: "ada Admin".into(), version: shown(&off).into(), hours: 24 };
    assert_eq!(told[0].kind, kind);
    app.clock.advance(Duration::hours(24) - Duration::seconds(1));
    server.look_at_policy().await.unwrap();
    assert_eq!(active(&app).await, shipped, "not a second early");
    app.clock.advance(Duration::seconds(1));
    server.look_at_policy().await.unwrap();
    assert_eq!(active(&app).await, off);

    // Where there are two, there is no way around the second.
    add_admin(&app, "bo").await;
    let more = draft(&server, &without("new_device")).await;
    let asked = server.ask_for_policy(activate(&more, "ada")).await.unwrap();
    assert!(matches!(asked, Asked::Waits { effective_at: None, .. }), "{asked:?}");
    let told = app.storage.read().await.unwrap().notices(ada, 10).await.unwrap();
    assert!(matches!(&told[0].kind, NoticeKind::PolicyAsked { version, .. } if version == shown(&more)));
}

/// A process that serves finds another version within a look. Suspensions are made anew, revocations stay with the
/// version that opened them.
#[tokio::test]
async fn another_version_is_taken_into_use() {
    let app = scene().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.ledgerly, "openid invoices.approve").await;
    let token = tokens["access_token"].as_str().unwrap();
    app.clock.advance(Duration::hours(10));
    app.server.policy_time_moved().await;
    let holds = app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
    let mut rules: Vec<_> = holds.iter().map(|hold| hold.rule.as_str()).collect();
    rules.sort_unstable();
    assert!(rules.contains(&"business_hours") && rules.contains(&"left_region"), "{rules:?}");

    let beside = app.restarted();
    let off = draft(&beside, &without("business_hours")).await;
    beside.ask_for_policy(activate(&off, "ada")).await.unwrap();
    beside.approve_policy(&off, "bo").await.unwrap();
    app.server.look_at_policy().await.unwrap();
    app.server.policy_time_moved().await;
    let after = app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
    assert!(!after.iter().any(|hold| hold.rule == "business_hours"), "{after:?}");
    let revoked: Vec<_> =
        holds.iter().filter(|hold| hold.rule == "left_region").map(|hold| hold.id).collect();
    let left: Vec<_> = after.iter().filter(|hold| hold.rule == "left_region").collect();
    assert_eq!(left.iter().map(|hold| hold.id).collect::<Vec<_>>(), revoked);
    assert!(left.iter().all(|hold| hold.rule_version != off));
    assert!(!token.is_empty());
}

/// A newer program brings a newer policy. It comes by itself where nobody gets more and nobody has a policy of
/// their own; otherwise it is a draft.
#[tokio::test]
async fn a_newer_shipped_policy_follows_unless_it_gives_more() {
    let app = App::start().await;
    let (mild, harsh) = (without("left_region"), PolicySources::shipped());
    app.server.begin_policy(&mild).await.unwrap();
    assert_eq!(active(&app).await, mild.version());
    app.restarted().begin_policy(&harsh).await.unwrap();
    assert_eq!(active(&app).await, harsh.version());
    // The older program starts again: known already, nothing happens.
    app.restarted().begin_policy(&mild).await.unwrap();
    assert_eq!(active(&app).await, harsh.version());
    let milder = without("new_device");
    app.restarted().begin_policy(&milder).await.unwrap();
    assert_eq!(active(&app).await, harsh.version());
    let mut tx = app.storage.read().await.unwrap();
    assert_eq!(tx.policy(&milder.version()).await.unwrap().unwrap().state, PolicyState::Draft);
    assert_eq!(tx.open_policy_request().await.unwrap(), None, "nobody asked");
    drop(tx);

    add_admin(&app, "ada").await;
    let server = app.restarted();
    server.begin_policy(&harsh).await.unwrap();
    let own = draft(&server, &nowhere()).await;
    server.ask_for_policy(activate(&own, "ada")).await.unwrap();
    assert_eq!(active(&app).await, own);
    app.restarted().begin_policy(&edited("\"by\": \"region\"", "\"by\": \"country\"")).await.unwrap();
    assert_eq!(active(&app).await, own, "their own stays");
}

/// What cannot decide never comes to decide.
#[tokio::test]
async fn a_broken_policy_is_no_draft() {
    let app = scene().await;
    let mut broken = PolicySources::shipped();
    broken.modules[0].text.push_str("\nfindings contains {\n");
    let error = app.server.draft_policy(&broken, "ada").await.unwrap_err();
    assert!(matches!(error, LifecycleError::Policy(_)), "{error}");
    let requests = app.server.policy_requests(10).await.unwrap();
    assert!(requests.iter().all(|request| request.state != PolicyRequestState::Open));
}

/// What is stored under a name stays what it is, whoever brings something else of that name, and what is not what it
/// is called decides nothing.
#[tokio::test]
async fn a_version_is_never_replaced_by_another_of_its_name() {
    let app = scene().await;
    let other = draft(&app.server, &without("left_region")).await;
    let wanted = nowhere();
    let mut tx = app.storage.write().await.unwrap();
    let other = tx.policy(&other).await.unwrap().unwrap();
    let squatter = PolicyVersion { version: wanted.version(), ..other };
    assert!(tx.add_policy(&squatter).await.unwrap());
    tx.commit().await.unwrap();
    let error = app.server.draft_policy(&wanted, "ada").await.unwrap_err();
    assert!(matches!(error, LifecycleError::Content(_)), "{error}");
    let error = app.server.ask_for_policy(activate(&squatter.version, "ada")).await.unwrap_err();
    assert!(matches!(error, LifecycleError::Content(_)), "{error}");
    let mut tx = app.storage.read().await.unwrap();
    assert_eq!(tx.policy(&squatter.version).await.unwrap(), Some(squatter));
    drop(tx);

    // Two modules of one name would be stored as one.
    let mut twice = PolicySources::shipped();
    let first = twice.modules[0].name.clone();
    twice.modules.push(PolicyModule { name: first, text: "package leasehold.rules.own\n".into() });
    assert!(app.server.draft_policy(&twice, "ada").await.is_err());

    // Sentences are another matter.
    let mut reworded = PolicySources::shipped();
    let english = reworded.reasons.get_mut("en").unwrap();
    *english = english.replacen("\": \"", "\": \"So: ", 1);
    let drafted = app.server.draft_policy(&reworded, "ada").await.unwrap();
    assert!(drafted.known && drafted.version == active(&app).await);
    assert_eq!(app.server.policy_sources(&drafted.version).await.unwrap().reasons, reworded.reasons);
}

/// The beginning of a version stands for it as long as no other one begins like that.
#[tokio::test]
async fn a_version_may_be_called_by_how_it_alone_begins() {
    let app = scene().await;
    let off = draft(&app.server, &without("left_region")).await;
    assert_eq!(off.len(), 64);
    app.server.ask_for_policy(activate(shown(&off), "ada")).await.unwrap();
    let mut tx = app.storage.write().await.unwrap();
    let stored = tx.policy(&off).await.unwrap().unwrap();
    let alike = format!("{}{}", shown(&off), "0".repeat(48));
    tx.add_policy(&PolicyVersion { version: alike.clone(), ..stored }).await.unwrap();
    tx.commit().await.unwrap();
    let error = app.server.approve_policy(shown(&off), "bo").await.unwrap_err();
    assert!(matches!(&error, LifecycleError::Ambiguous { versions, .. } if versions.len() == 2), "{error}");
    assert!(error.to_string().contains(&alike), "{error}");
    for none in ["", &off[..7], "ffffffffffffffff"] {
        let error = app.server.approve_policy(none, "bo").await.unwrap_err();
        assert!(matches!(error, LifecycleError::NoVersion(_)), "{error}");
    }
    app.server.approve_policy(&off, "bo").await.unwrap();
    assert_eq!(active(&app).await, off);
}

/// A revocation that only an administrator can close is closed by one, for somebody else, and stays closed only if
/// nothing is found any more.
#[tokio::test]
async fn an_administrator_releases_what_a_rule_took() {
    let app = App::start().await;
    let always =
        r#"findings contains {"cause": "always", "subject": "session"} if input.place.country != "NL""#;
    app.server.begin_policy(&own_rule("revoke", "ask_admin", always)).await.unwrap();
    add_admin(&app, "ada").await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, SCOPES).await;
    let token = tokens["access_token"].as_str().unwrap();
    let own = async || {
        let holds = app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
        holds.into_iter().filter(|hold| hold.rule == "own").count()
    };
    app.introspect(&app.northbank, token, BR).await;
    assert_eq!(own().await, 1);
    let release = async |rule, user, admin| app.server.release_holds(rule, user, admin).await;
    for (rule, user, admin) in
        [("own", "alice", "alice"), ("own", "ada", "ada"), ("own", "nobody", "ada"), ("none", "alice", "ada")]
    {
        release(rule, user, admin).await.unwrap_err();
    }
    // The person's own way back is theirs while the rule is on.
    assert_eq!(release("left_region", "alice", "ada").await.unwrap(), 0);
    // She is still there: it opens again with the next weighing.
    assert_eq!(release("own", "alice", "ada").await.unwrap(), 1);
    assert_eq!(own().await, 0);
    app.server.policy_time_moved().await;
    assert_eq!(own().await, 1);
    // Home again nothing is found, and the hold stays until it is released.
    app.introspect(&app.northbank, token, NL).await;
    assert_eq!(own().await, 1);
    assert_eq!(release("own", "alice", "ada").await.unwrap(), 1);
    app.server.policy_time_moved().await;
    assert_eq!(own().await, 0);
    assert_eq!(app.log("policy_released").await[0].facts["holds"], 1);
}
