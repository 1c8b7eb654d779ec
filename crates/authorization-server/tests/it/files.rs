//! Address databases and threat lists that change while the server runs.

use std::path::PathBuf;

use leasehold_authorization_server::Surroundings;
use leasehold_authorization_server::policy::{LifecycleError, PolicyConfig};
use leasehold_authorization_server::surroundings::Followed;
use leasehold_context::{Geo, Reloading, ThreatList};
use leasehold_policy::PolicySources;
use leasehold_storage::Storage as _;
use leasehold_test_kit::Mmdb;

use serde_json::{Value, json};

use crate::people::teleported as usual;
use crate::policy_changes::add_admin;
use crate::support::{ALL, App, NL, TestBrowser, status};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("leasehold-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        // As a whole, as a careful updater does.
        std::fs::write(self.0.join("new"), content).unwrap();
        std::fs::rename(self.0.join("new"), &path).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn places(country: &str) -> Vec<u8> {
    let record = |country: &str| json!({"country": {"iso_code": country}});
    Mmdb::default().with("192.0.2.0/24", &record(country)).with("198.51.100.0/24", &record("BR")).bytes()
}

fn followed(path: PathBuf) -> Reloading<Geo> {
    let load = |files: &[leasehold_context::reloading::Content]| {
        Geo::from_bytes(files[0].bytes.clone()).map_err(|error| error.to_string())
    };
    Reloading::open(vec![path], 1 << 20, load).unwrap()
}

/// What is new is in use with the second look that sees the same.
async fn look(app: &App) {
    app.server.look_at_files().await;
    app.server.look_at_files().await;
}

async fn in_surroundings(surroundings: Surroundings) -> App {
    let app = App::start().await;
    let server = app.restarted_with(PolicyConfig::default(), surroundings);
    App { server, ..app }
}

async fn connect_as(app: &App, username: &str) -> Value {
    let mut browser = TestBrowser::at(NL);
    let answer = browser.ask(app, &app.northbank, &[("scope", ALL)]).await;
    let page = browser.sign_in_as(app, &answer, username).await;
    let scopes: Vec<_> = ALL.split(' ').collect();
    let code = browser.allow(app, &page, &scopes).await.parameter("code").unwrap();
    app.redeem(&app.northbank, &code).await.json()
}

const STATEMENTS: &str = "openid statements.read";

async fn statements(app: &App, tokens: &Value) -> String {
    let seen = app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), NL).await;
    status(&seen, "statements.read").to_owned()
}

async fn payments(app: &App, tokens: &Value) -> String {
    let seen = app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), NL).await;
    status(&seen, "payments.write").to_owned()
}

/// Where the session of a grant is, as stored.
async fn country(app: &App, tokens: &Value) -> Option<String> {
    let mut tx = app.storage.read().await.unwrap();
    let grant = tx.grant(tokens["grant_id"].as_str().unwrap().parse().unwrap()).await.unwrap().unwrap();
    tx.session(grant.session).await.unwrap().unwrap().place.country
}

async fn rules(app: &App) -> Vec<String> {
    let holds = app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
    holds.into_iter().map(|hold| hold.rule).collect()
}

/// The same installation after a restart.
fn again(app: App, folder: &Folder) -> App {
    let path = folder.0.join("country.mmdb");
    let geo = followed(path).keeping(folder.0.join("accepted/places")).unwrap();
    let server = app.restarted_with(PolicyConfig::default(), Surroundings { geo, ..usual() });
    App { server, ..app }
}

/// Alice and six others, in the Netherlands by the database that was taken over.
async fn seven(folder: &Folder) -> (App, Vec<Value>) {
    folder.write("country.mmdb", &places("NL"));
    let app = again(App::start().await, folder);
    let mut all = vec![TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await];
    for name in ["bram", "carl", "dora", "ed", "fay", "gus"] {
        app.add_person(name, name).await;
        all.push(connect_as(&app, name).await);
    }
    look(&app).await;
    (app, all)
}

/// What the breaker holds, or would, does not come in with the next start.
#[tokio::test(flavor = "multi_thread")]
async fn a_restart_is_no_way_past_the_breaker() {
    let folder = Folder::new("restart");
    let (app, all) = seven(&folder).await;
    folder.write("country.mmdb", &places("US"));
    let app = again(app, &folder);
    look(&app).await;
    app.server.policy_time_moved().await;
    for tokens in &all {
        assert_eq!(payments(&app, tokens).await, "expired", "nothing was taken");
    }

    // An administrator lets pass what is there, and nothing else.
    app.server.begin_policy(&PolicySources::shipped()).await.unwrap();
    let nobody = app.server.accept_files(Followed::Places, "alice", "because").await;
    assert!(matches!(nobody, Err(LifecycleError::NotAdmin(_))), "{nobody:?}");
    add_admin(&app, "ada").await;
    let beside = again(app, &folder);
    let found = beside.server.accept_files(Followed::Places, "ada", "we moved").await.unwrap().unwrap();
    assert_eq!((found.touched.people, found.touched.losing), (7, 7));
    let app = again(beside, &folder);
    folder.write("country.mmdb", &places("CA"));
    look(&app).await;
    assert_eq!(country(&app, &all[0]).await.as_deref(), Some("NL"), "another file than the accepted one");
    folder.write("country.mmdb", &places("US"));
    look(&app).await;
    for tokens in &all {
        assert_eq!(country(&app, tokens).await.as_deref(), Some("US"));
    }
    app.server.policy_time_moved().await;
    assert_eq!(rules(&app).await, ["left_region"]);
    assert_eq!(app.log("accepted_places").await[0].facts["reason"], "we moved");
    assert_eq!(app.server.weigh_files(Followed::Places).await.unwrap(), None);
}

/// A server that is running takes over what was held when it is accepted.
#[tokio::test(flavor = "multi_thread")]
async fn a_held_file_is_taken_over_once_it_is_accepted() {
    let folder = Folder::new("accepted");
    let (app, all) = seven(&folder).await;
    app.server.begin_policy(&PolicySources::shipped()).await.unwrap();
    add_admin(&app, "ada").await;
    folder.write("country.mmdb", &places("US"));
    look(&app).await;
    assert_eq!(country(&app, &all[6]).await.as_deref(), Some("NL"));
    app.server.accept_files(Followed::Places, "ada", "we moved").await.unwrap().unwrap();
    look(&app).await;
    assert_eq!(country(&app, &all[6]).await.as_deref(), Some("US"));
}

/// A file that changed while nothing ran, or whose change was not carried through before a crash, is weighed like any
/// other.
#[tokio::test(flavor = "multi_thread")]
async fn what_changed_while_nothing_ran_is_weighed() {
    let folder = Folder::new("meanwhile");
    folder.write("country.mmdb", &places("NL"));
    let app = again(App::start().await, &folder);
    TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
    look(&app).await;
    folder.write("country.mmdb", &places("US"));
    let app = again(app, &folder);
    look(&app).await;
    app.server.policy_time_moved().await;
    assert_eq!(rules(&app).await, ["left_region"], "nobody asked");
}

/// A bad database would withdraw from everybody: it stays out, and what was known stays in use.
#[tokio::test(flavor = "multi_thread")]
async fn mmdb_flip_hits_breaker() {
    let folder = Folder::new("flip");
    let path = folder.write("country.mmdb", &places("NL"));
    let app = in_surroundings(Surroundings { geo: followed(path), ..usual() }).await;
    let mut all = vec![TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await];
    for name in ["bram", "carl", "dora", "ed", "fay", "gus"] {
        app.add_person(name, name).await;
        all.push(connect_as(&app, name).await);
    }
    folder.write("country.mmdb", &places("US"));
    look(&app).await;
    for tokens in &all {
        assert_eq!(payments(&app, tokens).await, "expired", "nothing was taken");
    }
    folder.write("country.mmdb", b"no database at all");
    look(&app).await;
    assert_eq!(payments(&app, &all[0]).await, "expired");
    folder.write("country.mmdb", &places("BE"));
    look(&app).await;
    for tokens in &all {
        assert_eq!(country(&app, tokens).await.as_deref(), Some("BE"), "placed anew, though nobody asked");
    }
    let seen = app.introspect(&app.northbank, all[0]["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(status(&seen, "payments.write"), "expired", "a neighbour in the region takes nothing: {seen}");
}

/// A network that comes onto a list is denied at once, and no more when it is gone.
#[tokio::test(flavor = "multi_thread")]
async fn a_threat_list_is_followed() {
    let folder = Folder::new("threats");
    let path = folder.write("drop.txt", b"203.0.113.0/24\n");
    let read = |files: &[leasehold_context::reloading::Content]| {
        ThreatList::read(files, 100).map_err(|error| error.to_string())
    };
    let threats = Reloading::open(vec![path], 1 << 20, read).unwrap();
    let app = in_surroundings(Surroundings { threats, ..usual() }).await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, STATEMENTS).await;
    assert_eq!(statements(&app, &tokens).await, "active");
    folder.write("drop.txt", b"203.0.113.0/24\n192.0.2.0/28 ; hosts of a botnet\n");
    look(&app).await;
    assert_eq!(statements(&app, &tokens).await, "denied");
    folder.write("drop.txt", b"203.0.113.0/24\n");
    look(&app).await;
    assert_eq!(statements(&app, &tokens).await, "active");
}
