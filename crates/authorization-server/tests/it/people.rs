//! Who and where, beside Alice in the Netherlands.

use chrono::Duration;
use leasehold_authorization_server::Surroundings;
use leasehold_authorization_server::provisioning::NewPerson;
use leasehold_context::Geo;
use leasehold_domain::UserId;
use leasehold_domain::clock::Clock as _;
use leasehold_domain::user::{Enrolment, Role};
use leasehold_storage::Storage as _;

use crate::support::{App, PASSWORD};

/// Where the addresses of tests are.
pub fn places() -> Geo {
    Geo::empty().unwrap().with_overlay([
        ("192.0.2.0/24".parse().unwrap(), "NL".to_owned()),
        ("198.51.100.0/24".parse().unwrap(), "BR".to_owned()),
        ("203.0.113.0/24".parse().unwrap(), "US".to_owned()),
        ("198.18.0.0/24".parse().unwrap(), "DE".to_owned()),
        ("198.18.1.0/24".parse().unwrap(), "FR".to_owned()),
    ])
}

/// The same, for people who move at once: no travel is looked at.
pub fn teleported() -> Surroundings {
    let everywhere = ["0.0.0.0/0", "::/0"].map(|network| network.parse().unwrap());
    Surroundings { excepted: everywhere.into_iter().collect(), ..places().into() }
}

impl App {
    /// Bram, with the same password and the same authenticator app as Alice.
    pub async fn add_bram(&self) -> UserId {
        self.add_person("bram", "Bram Smit").await
    }

    /// Somebody else, with the same password and the same authenticator app as Alice.
    pub async fn add_person(&self, username: &str, name: &str) -> UserId {
        let enrolment = Enrolment { at: self.clock.now() - Duration::days(30), session: None, device: None };
        let person = NewPerson {
            username: username.into(),
            name: name.into(),
            locale: "en".into(),
            zone: "Europe/Amsterdam".into(),
            role: Role::User,
            password: self.server.hash_password(PASSWORD).await.unwrap(),
        };
        let mut tx = self.storage.write().await.unwrap();
        let user = self.server.add_person(tx.as_mut(), person, enrolment.clone()).await.unwrap();
        self.server.add_totp(tx.as_mut(), user, &self.totp, enrolment, None).await.unwrap();
        tx.commit().await.unwrap();
        user
    }
}
