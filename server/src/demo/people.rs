//! The people of the demo. Their passwords are known to everyone who reads this file; see [`super::fences`].

use anyhow::Context as _;
use leasehold_authorization_server::provisioning::{NewPerson, ProvisioningError};
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::user::{Enrolment, Role};
use leasehold_factors::TotpSecret;
use leasehold_factors::recovery_codes::{self, RecoveryCode};

use super::clock::ZONE;
use super::state::Demo;

/// One person with the secrets that only a demo shows.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) username: String,
    pub(super) name: String,
    pub(super) password: String,
    pub(super) secret: TotpSecret,
    /// Recovery codes, for whoever wants to see what it is like to have lost a phone.
    pub(super) codes: Vec<RecoveryCode>,
    role: Role,
}

/// Name, sign-in name, password, key of the authenticator app.
const PEOPLE: [(&str, &str, &str, &str, Role); 3] = [
    ("Alice Visser", "alice", "tulip canal bicycle", "IFGESQ2FEBKESU2TIVJCAZDFNVXSA2LT", Role::User),
    ("Bram de Wit", "bram", "anchor windmill clover", "IJJECTJAIRCSAV2JKQQGIZLNN4QGS4ZB", Role::User),
    ("Ada Admin", "admin", "harbour lantern compass", "IFCECICBIRGUSTRAMRSW23ZANFZSAICB", Role::Admin),
];

/// The one with recovery codes.
const LOST_PHONE: &str = "bram";

/// The people that every demo has.
pub(super) fn all() -> anyhow::Result<Vec<Person>> {
    // As well known as their passwords, and the same at every start.
    let known = SeededEntropy::new(1);
    PEOPLE
        .into_iter()
        .map(|(name, username, password, secret, role)| {
            let secret = TotpSecret::from_base32(secret).context("a key of the demo")?;
            Ok(Person {
                username: username.into(),
                name: name.into(),
                password: password.into(),
                secret,
                codes: if username == LOST_PHONE {
                    recovery_codes::generate(&known).into()
                } else {
                    Vec::new()
                },
                role,
            })
        })
        .collect()
}

/// Makes those that are missing.
pub(super) async fn seed(demo: &Demo) -> anyhow::Result<Vec<Person>> {
    let people = all()?;
    for person in &people {
        add(demo, person).await?;
    }
    Ok(people)
}

/// A fresh person, for stories that must not meet each other.
pub(super) async fn fresh(demo: &Demo, name: &str, role: Role) -> anyhow::Result<Person> {
    let entropy = demo.entropy.as_ref();
    let letters = entropy.bytes::<6>().map(|byte| char::from(b'a' + byte % 26));
    let first = name.split_whitespace().next().unwrap_or("guest").to_lowercase();
    let first: String = first.chars().filter(char::is_ascii_lowercase).take(24).collect();
    let person = Person {
        username: format!("{first}-{}", String::from_iter(letters)),
        name: name.to_owned(),
        password: entropy.bytes::<9>().map(|byte| char::from(b'a' + byte % 26)).iter().collect(),
        secret: TotpSecret::generate(entropy),
        codes: Vec::new(),
        role,
    };
    add(demo, &person).await?;
    Ok(person)
}

async fn add(demo: &Demo, person: &Person) -> anyhow::Result<()> {
    let server = demo.server()?;
    if demo.storage.read().await?.user_by_username(&person.username).await?.is_some() {
        return Ok(());
    }
    let enrolment = Enrolment { at: demo.clock.now(), session: None, device: None };
    let new = NewPerson {
        username: person.username.clone(),
        name: person.name.clone(),
        locale: "en".into(),
        zone: ZONE.name().into(),
        role: person.role,
        password: server.hash_password(&person.password).await?,
    };
    let mut tx = demo.storage.write().await?;
    let user = match server.add_person(tx.as_mut(), new, enrolment.clone()).await {
        Ok(user) => user,
        Err(ProvisioningError::Taken) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    server.add_totp(tx.as_mut(), user, &person.secret, enrolment.clone(), None).await?;
    if !person.codes.is_empty() {
        server.add_recovery_codes(tx.as_mut(), user, &person.codes, enrolment).await?;
    }
    tx.set_email(user, Some(&format!("{}@mail.example", person.username))).await?;
    tx.commit().await?;
    Ok(())
}

impl Person {
    /// The key as authenticator apps take it.
    pub(super) fn key(&self) -> String {
        self.secret.base32_groups().replace(' ', "")
    }
}
