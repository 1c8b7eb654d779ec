//! Versions of the policy that follow each other closely, nodes that are behind, and a server that stops in between.

use leasehold_authorization_server::AuthorizationServer;
use leasehold_authorization_server::policy::Asked;
use leasehold_domain::GrantId;
use leasehold_domain::policy::PolicyState;
use leasehold_policy::PolicySources;
use leasehold_storage::Storage as _;

use crate::policies::{nowhere, own_rule};
use crate::policy_changes::{activate, add_admin, draft};
use crate::support::{App, BR, NL, TestBrowser, status};

/// Another version that decides the same.
fn same() -> PolicySources {
    own_rule(
        "revoke",
        "step_up",
        "findings contains {\"cause\": \"never\", \"subject\": \"session\"} if false",
    )
}

/// Alice uses her payments at home; ada is an administrator.
async fn scene() -> (App, GrantId) {
    let app = App::start().await;
    app.server.begin_policy(&PolicySources::shipped()).await.unwrap();
    add_admin(&app, "ada").await;
    let tokens =
        TestBrowser::at(NL).connect(&app, &app.northbank, "openid accounts.read payments.write").await;
    let grant = tokens["grant_id"].as_str().unwrap().parse().unwrap();
    (app, grant)
}

async fn takes_effect(server: &AuthorizationServer, version: &str) {
    let asked = server.ask_for_policy(activate(version, "ada")).await.unwrap();
    assert!(matches!(asked, Asked::Active { .. }), "{asked:?}");
}

async fn rules(app: &App) -> Vec<String> {
    let holds = app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
    holds.into_iter().map(|hold| hold.rule).collect()
}

async fn due(app: &App) -> Vec<GrantId> {
    app.storage.read().await.unwrap().due(app.clock_now(), 10).await.unwrap()
}

/// The second becomes active while the first is being taken into use: everybody is weighed with the second.
#[tokio::test]
async fn two_activations_at_once_weigh_everybody_with_the_last() {
    let (app, _) = scene().await;
    let (first, second) = (draft(&app.server, &same()).await, draft(&app.server, &nowhere()).await);
    takes_effect(&app.server, &first).await;
    // The third read of a look is that of the version it takes into use.
    let at = app.clock_now();
    app.watched.before_read(3, move |storage| async move {
        let mut tx = storage.write().await.unwrap();
        let active = tx.policy_in(PolicyState::Active).await.unwrap().unwrap();
        let next = tx.policy(&second).await.unwrap().unwrap();
        assert!(tx.update_policy(&active.put_away().unwrap()).await.unwrap());
        assert!(tx.update_policy(&next.activate(at).unwrap()).await.unwrap());
        tx.set_meta("policy_sweep", "").await.unwrap();
        tx.commit().await.unwrap();
    });
    app.server.look_at_policy().await.unwrap();
    assert!(app.watched.armed.lock().unwrap().is_none());
    app.server.policy_time_moved().await;
    assert!(rules(&app).await.is_empty());
    app.server.look_at_policy().await.unwrap();
    app.server.policy_time_moved().await;
    assert_eq!(rules(&app).await, ["left_region"]);
}

/// A server that stops while it marks who is to be weighed again goes on where it was.
#[tokio::test]
async fn a_restart_in_mid_sweep_goes_on_where_it_was() {
    let (app, alice) = scene().await;
    app.add_bram().await;
    let mut browser = TestBrowser::at(NL);
    let answer = browser.ask(&app, &app.northbank, &[("scope", "openid payments.write")]).await;
    let page = browser.sign_in_as(&app, &answer, "bram").await;
    let code = browser.allow(&app, &page, &["openid", "payments.write"]).await.parameter("code").unwrap();
    let tokens = app.redeem(&app.northbank, &code).await.json();
    let bram: GrantId = tokens["grant_id"].as_str().unwrap().parse().unwrap();
    let (first, last) = (alice.min(bram), alice.max(bram));
    takes_effect(&app.server, &draft(&app.server, &nowhere()).await).await;
    let mut tx = app.storage.write().await.unwrap();
    tx.set_meta("policy_sweep", &first.to_string()).await.unwrap();
    tx.commit().await.unwrap();

    let server = app.restarted();
    server.begin_policy(&PolicySources::shipped()).await.unwrap();
    server.look_at_policy().await.unwrap();
    assert_eq!(due(&app).await, [last]);
    server.look_at_policy().await.unwrap();
    assert_eq!(due(&app).await, [last], "once is enough");
}

/// A node that has not seen the new version yet weighs nobody of those whom another node marked with the old one.
#[tokio::test]
async fn a_node_with_the_old_policy_eats_no_due_moment() {
    let (app, grant) = scene().await;
    let ahead = app.restarted();
    ahead.begin_policy(&PolicySources::shipped()).await.unwrap();
    takes_effect(&ahead, &draft(&ahead, &nowhere()).await).await;
    ahead.look_at_policy().await.unwrap();
    assert_eq!(due(&app).await, [grant]);
    app.server.policy_time_moved().await;
    assert_eq!(rules(&app).await, ["left_region"], "it looked first");
}

/// The same for what it weighs because somebody asks.
#[tokio::test]
async fn an_answer_by_the_old_policy_leaves_the_grant_due() {
    let (app, grant) = scene().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.ledgerly, "openid invoices.approve").await;
    let other: GrantId = tokens["grant_id"].as_str().unwrap().parse().unwrap();
    let ahead = app.restarted();
    ahead.begin_policy(&PolicySources::shipped()).await.unwrap();
    takes_effect(&ahead, &draft(&ahead, &same()).await).await;
    ahead.look_at_policy().await.unwrap();
    // By the old policy this opens a hold.
    let seen = app.introspect(&app.ledgerly, tokens["access_token"].as_str().unwrap(), BR).await;
    assert_eq!(status(&seen, "invoices.approve"), "revoked");
    let mut both = vec![grant, other];
    both.sort();
    let mut marked = due(&app).await;
    marked.sort();
    assert_eq!(marked, both);
}
