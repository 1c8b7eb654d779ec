use std::collections::BTreeMap;

use http::header::{AUTHORIZATION, COOKIE};
use http::request::Builder;
use leasehold_domain::Clock as _;
use leasehold_domain::user::{FactorKind, Role as UserRole};
use leasehold_storage::Storage as _;
use leasehold_test_kit::Browser;

use super::ask;
use crate::support::{ACCOUNT, ADMIN, LEDGERLY, NORTHBANK, Person, TestApp};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Anonymous,
    /// Somebody else than the one whom ids in addresses belong to.
    Other,
    /// An administrator who has proved a second factor.
    Admin,
    /// An administrator with a password only.
    AdminNoStepUp,
    /// The one whom ids in addresses belong to; asks last, since that may use them up.
    User,
}

impl Role {
    pub(super) const ALL: [Self; 5] =
        [Self::Anonymous, Self::Other, Self::Admin, Self::AdminNoStepUp, Self::User];
}

/// Everyone, signed in.
pub(super) struct Actors {
    anonymous: Browser,
    people: BTreeMap<Role, Actor>,
}

struct Actor {
    person: Person,
    /// By API.
    tokens: BTreeMap<&'static str, String>,
}

impl Actors {
    pub(super) async fn start(app: &TestApp) -> Self {
        let mut people = BTreeMap::new();
        for (role, name, user_role) in [
            (Role::User, "alice", UserRole::User),
            (Role::Other, "bram", UserRole::User),
            (Role::Admin, "ada", UserRole::Admin),
            (Role::AdminNoStepUp, "eve", UserRole::Admin),
        ] {
            let mut person = app.person(name, user_role).await;
            for origin in [ACCOUNT, NORTHBANK, LEDGERLY] {
                person.sign_in(origin).await;
            }
            let mut tokens = BTreeMap::new();
            let account = "openid account.read account.manage";
            tokens.insert(
                "account-api",
                app.token(&mut person, "leasehold-account", ACCOUNT, account, None).await,
            );
            let bank = "openid accounts.read payments.write";
            tokens.insert("bank", app.token(&mut person, "northbank", NORTHBANK, bank, None).await);
            let acr = (role == Role::Admin).then_some("urn:leasehold:acr:aal2");
            // Without a step-up the admin pages are never reached, but the app knows who is there.
            let stop = (role == Role::AdminNoStepUp).then(|| format!("{ADMIN}/auth/step-up"));
            person.browser.stop_at = stop;
            person.sign_in(ADMIN).await;
            tokens.insert(
                "admin-api",
                app.token(&mut person, "leasehold-admin", ADMIN, "openid admin.log", acr).await,
            );
            people.insert(role, Actor { person, tokens });
        }
        Self { anonymous: app.browser(), people }
    }

    /// The browser of a role.
    pub(super) fn browser(&mut self, role: Role) -> &mut Browser {
        match self.people.get_mut(&role) {
            Some(actor) => &mut actor.person.browser,
            None => &mut self.anonymous,
        }
    }

    pub(super) fn token(&self, role: Role, api: &str) -> Option<&str> {
        self.people.get(&role).and_then(|actor| actor.tokens.get(api)).map(String::as_str)
    }

    /// What proves the role in an area: cookies on pages, a token at APIs.
    pub(super) fn credentials(&self, app: &TestApp, request: Builder, role: Role, area: &str) -> Builder {
        let Some(actor) = self.people.get(&role) else { return request };
        if let Some(token) = actor.tokens.get(area) {
            let client = match area {
                "account-api" => "leasehold-account",
                "admin-api" => "leasehold-admin",
                _ => "northbank",
            };
            let context = app.context(client, token);
            return request
                .header(AUTHORIZATION, format!("Bearer {token}"))
                .header("leasehold-context", context);
        }
        let origin = ask::origin(area).unwrap();
        let request = request.header("sec-fetch-site", "same-origin").header("x-leasehold", "1");
        match actor.person.browser.cookies(origin) {
            Some(cookies) => request.header(COOKIE, cookies),
            None => request,
        }
    }

    /// A notice of the user: that of a new device.
    pub(super) async fn notice(&mut self, app: &TestApp) -> String {
        self.another_session(app).await;
        let mut tx = app.storage.read().await.unwrap();
        let alice = tx.user_by_username("alice").await.unwrap().unwrap();
        tx.notices(alice.id, 1).await.unwrap().remove(0).id.to_string()
    }

    /// Something unusual about the user: that a device is new.
    pub(super) async fn signal(&mut self, app: &TestApp) -> String {
        self.another_session(app).await;
        let mut tx = app.storage.read().await.unwrap();
        let alice = tx.user_by_username("alice").await.unwrap().unwrap();
        tx.signals(alice.id, app.clock.now(), 1).await.unwrap().remove(0).id.to_string()
    }

    /// The user's authenticator app.
    pub(super) async fn factor(&self, app: &TestApp) -> String {
        let mut tx = app.storage.read().await.unwrap();
        let alice = tx.user_by_username("alice").await.unwrap().unwrap();
        let factors = tx.factors(alice.id).await.unwrap();
        factors.iter().find(|factor| factor.kind == FactorKind::Totp).unwrap().id.to_string()
    }

    /// A fresh session of the user on another device: its id, and the device's.
    pub(super) async fn another_session(&mut self, app: &TestApp) -> (String, String) {
        // The newest session is the one made now.
        app.clock.advance(chrono::Duration::seconds(1));
        let user = &self.people[&Role::User].person;
        let mut elsewhere = user.elsewhere(app.browser());
        elsewhere.sign_in(ACCOUNT).await;
        let mut tx = app.storage.read().await.unwrap();
        let alice = tx.user_by_username("alice").await.unwrap().unwrap();
        let newest = tx.sessions(alice.id).await.unwrap().remove(0);
        (newest.id.to_string(), newest.device.to_string())
    }
}
