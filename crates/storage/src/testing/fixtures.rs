//! People and things to store. Everything is made from one seed and one moment, so that a failure repeats.

use std::sync::Arc;

use chrono::Duration;
use leasehold_domain::authorization::{Authorization, AuthorizationRequest, IssuedCode, Prompt, Stage};
use leasehold_domain::clock::at_millis;
use leasehold_domain::device::Device;
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::facts::{Place, Quality};
use leasehold_domain::grant::{AccessToken, Grant, RefreshToken};
use leasehold_domain::hold::{Hold, HoldKind, Subject};
use leasehold_domain::lease::{Elevation, Lease};
use leasehold_domain::proof::Proof;
use leasehold_domain::session::Session;
use leasehold_domain::user::{Enrolment, Factor, FactorKind, Role, User};
use leasehold_domain::{
    AuthorizationId, ClientId, DeviceId, FactorId, GrantId, HashedToken, HoldId, LeaseId, PlainToken,
    SessionId, Time, TokenKind, UserId,
};
use leasehold_oauth_types::{Acr, Amr, Remedy, ScopeSet};

use crate::{Result, Storage, StorageError};

/// Makes things.
#[derive(Debug)]
pub struct Fixtures {
    /// Where randomness comes from.
    pub entropy: SeededEntropy,
    /// The moment of everything.
    pub now: Time,
}

/// One signed-in person with a grant, stored.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The person.
    pub user: User,
    /// Their device.
    pub device: Device,
    /// Their session.
    pub session: Session,
    /// A grant on it.
    pub grant: Grant,
}

impl Default for Fixtures {
    fn default() -> Self {
        Self { entropy: SeededEntropy::new(1), now: at_millis(1_800_000_000_123) }
    }
}

impl Fixtures {
    /// A hash that nothing else has.
    #[must_use]
    pub fn hash(&self) -> HashedToken {
        PlainToken::generate(TokenKind::Code, &self.entropy).hashed()
    }

    /// That many seconds after the moment of everything.
    #[must_use]
    pub fn after(&self, seconds: i64) -> Time {
        self.now + Duration::seconds(seconds)
    }

    /// A person.
    #[must_use]
    pub fn user(&self, username: &str, name: &str) -> User {
        User {
            id: UserId::generate(self.now, &self.entropy),
            username: username.to_owned(),
            name: name.to_owned(),
            email: None,
            locale: "nl".to_owned(),
            zone: "Europe/Amsterdam".to_owned(),
            hours: None,
            role: Role::User,
            created_at: self.now,
        }
    }

    /// A device.
    #[must_use]
    pub fn device(&self) -> Device {
        Device {
            id: DeviceId::generate(self.now, &self.entropy),
            cookie: self.hash(),
            previous_cookie: None,
            rotated_at: self.now,
            name: "Firefox on Linux".to_owned(),
            mobile: false,
            first_seen: self.now,
            cookie_reused_at: None,
            key: None,
            traits: None,
        }
    }

    /// A session.
    #[must_use]
    pub fn session(&self, user: UserId, device: DeviceId) -> Session {
        Session {
            id: SessionId::generate(self.now, &self.entropy),
            cookie: self.hash(),
            user,
            device,
            created_at: self.now,
            last_seen: self.now,
            ended: None,
            proofs: vec![Proof::new(
                FactorId::generate(self.now, &self.entropy),
                FactorKind::Password,
                self.now,
            )],
            place: place(),
        }
    }

    /// A grant on a session, with one plain and one elevated lease.
    #[must_use]
    pub fn grant(&self, session: &Session, client: &str) -> Grant {
        let lease = |scope: &str| {
            scope.parse().ok().map(|scope| Lease {
                id: LeaseId::generate(self.now, &self.entropy),
                scope,
                consented_at: self.now,
                expires_at: None,
                expired_at: None,
                elevation: None,
            })
        };
        let elevated = lease("payments.write").map(|lease| Lease {
            expires_at: Some(self.after(3600)),
            elevation: Some(Elevation { acr: Acr::Aal2, at: self.now }),
            ..lease
        });
        Grant {
            id: GrantId::generate(self.now, &self.entropy),
            user: session.user,
            client: ClientId::new(client),
            session: session.id,
            device: session.device,
            rev: 1,
            created_at: self.now,
            issued_in: place(),
            ended: None,
            leases: [lease("accounts.read"), elevated].into_iter().flatten().collect(),
        }
    }

    /// An authenticator.
    #[must_use]
    pub fn factor(&self, user: UserId, kind: FactorKind) -> Factor {
        let id = FactorId::generate(self.now, &self.entropy);
        let enrolment = Enrolment { at: self.now, session: None, device: None };
        Factor::new(id, user, kind, vec![0, 1, 255], enrolment)
    }

    /// An open hold.
    #[must_use]
    pub fn hold(&self, subject: Subject) -> Hold {
        Hold {
            id: HoldId::generate(self.now, &self.entropy),
            subject,
            scopes: scopes("payments.write"),
            rule: "left_region".to_owned(),
            rule_version: "v1".to_owned(),
            cause: "country=BR".to_owned(),
            kind: HoldKind::Revoke,
            remedy: Remedy::StepUp,
            quality: Quality::Observed,
            opened_at: self.now,
            until: None,
            closed: None,
            took_ms: None,
        }
    }

    /// An access token that lasts ten minutes.
    #[must_use]
    pub fn access_token(&self, grant: GrantId) -> AccessToken {
        AccessToken {
            hash: self.hash(),
            grant,
            scopes: scopes("accounts.read payments.write"),
            acr: Acr::Aal2,
            amr: vec![Amr::Pwd, Amr::Otp, Amr::Mfa],
            auth_time: self.now,
            details: Vec::new(),
            issued_at: self.now,
            expires_at: self.after(600),
        }
    }

    /// A refresh token that lasts a day.
    #[must_use]
    pub fn refresh_token(&self, grant: GrantId) -> RefreshToken {
        RefreshToken {
            hash: self.hash(),
            grant,
            scopes: scopes("accounts.read"),
            acr: Acr::Aal1,
            amr: vec![Amr::Pwd],
            auth_time: self.now,
            issued_at: self.now,
            absolute_expires_at: self.after(86400),
            used_at: None,
            successor: None,
            voided: false,
        }
    }

    /// A pushed authorization request that lasts ten minutes.
    #[must_use]
    pub fn authorization(&self) -> Authorization {
        Authorization {
            id: AuthorizationId::generate(self.now, &self.entropy),
            request: AuthorizationRequest {
                client: ClientId::new("northbank"),
                redirect_uri: "http://northbank.localhost:8080/auth/callback".to_owned(),
                scope: scopes("openid payments.write"),
                state: Some("a state".to_owned()),
                nonce: None,
                code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned(),
                prompt: vec![Prompt::SelectAccount],
                max_age: Some(300),
                acr: Some(Acr::Aal2),
                essential_acr: vec![Acr::Aal2, Acr::Phr],
                subject: Some("usr_1".to_owned()),
                login_hint: None,
                ui_locales: Some("nl en".to_owned()),
                details: Vec::new(),
                merge: None,
            },
            request_uri: Some(self.hash()),
            browser: None,
            created_at: self.now,
            expires_at: self.after(600),
            begun_at: None,
            stage: Stage::start(),
        }
    }

    /// What a code for this session stands for.
    #[must_use]
    pub fn issued(&self, session: &Session) -> IssuedCode {
        IssuedCode {
            user: session.user,
            session: session.id,
            scope: scopes("openid payments.write"),
            acr: Acr::Aal2,
            amr: vec![Amr::Pwd, Amr::Otp, Amr::Mfa],
            auth_time: self.now,
            proved_at: Some(self.now),
            elevates: Default::default(),
            issued_at: self.now,
            grant: None,
        }
    }

    /// Stores a person with device, session and grant.
    ///
    /// # Errors
    ///
    /// What the driver says.
    pub async fn scene(&self, storage: &Arc<impl Storage>) -> Result<Scene> {
        let user = self.user("alice", "Alice Visser");
        let device = self.device();
        let session = self.session(user.id, device.id);
        let grant = self.grant(&session, "northbank");
        let mut tx = storage.write().await?;
        assert!(tx.add_user(&user).await?);
        tx.add_device(&device).await?;
        tx.add_session(&session).await?;
        tx.add_grant(&grant).await?;
        tx.commit().await?;
        Ok(Scene { user, device, session, grant })
    }
}

/// A place with everything known.
#[must_use]
pub fn place() -> Place {
    Place {
        address: "145.97.20.1".parse().ok(),
        country: Some("NL".to_owned()),
        region: Some("eu_eea".to_owned()),
        quality: Quality::Observed,
        by: None,
        since: None,
    }
}

/// The scopes of that text; none if it is no scope text.
#[must_use]
pub fn scopes(text: &str) -> ScopeSet {
    text.parse().unwrap_or_default()
}

/// What must be there.
///
/// # Errors
///
/// If it is not.
pub fn found<T>(row: Option<T>) -> Result<T> {
    row.ok_or(StorageError::inconsistent("the suite did not find what it stored"))
}

/// Compares all that `Debug` shows, which is everything but hashes.
pub fn assert_same<T: std::fmt::Debug>(stored: &T, expected: &T) {
    assert_eq!(format!("{stored:#?}"), format!("{expected:#?}"));
}
