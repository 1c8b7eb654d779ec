//! Makes accounts: for set-up links, `leasehold user add` and the demo's people.

use std::sync::Arc;

use leasehold_domain::user::{Enrolment, Factor, FactorKind, Role, User};
use leasehold_domain::{Entropy, FactorId, HashedToken, UserId};
use leasehold_factors::TotpSecret;
use leasehold_factors::recovery_codes::RecoveryCode;
use leasehold_storage::{StorageError, Transaction};

use crate::AuthorizationServer;
use crate::factors::recovery_codes;
use crate::interaction::totp::SEAL_PURPOSE;

pub use crate::interaction::passwords::{HashedPassword, UnusablePassword};

/// A person to be made.
#[derive(Clone)]
pub struct NewPerson {
    /// Sign-in name; stored in lower case.
    pub username: String,
    /// Full name.
    pub name: String,
    /// `en`, `nl` or `de`.
    pub locale: String,
    /// IANA time zone.
    pub zone: String,
    /// What the person may do.
    pub role: Role,
    /// The password, hashed before a transaction begins ([`AuthorizationServer::hash_password`]).
    pub password: HashedPassword,
}

/// Why an account cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ProvisioningError {
    /// Somebody has that sign-in name.
    #[error("the sign-in name is taken")]
    Taken,
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl AuthorizationServer {
    /// Hashes a password, away from the threads that answer requests.
    ///
    /// # Errors
    ///
    /// If the password is longer than 1,024 bytes.
    pub async fn hash_password(&self, password: &str) -> Result<HashedPassword, UnusablePassword> {
        HashedPassword::of(password.to_owned(), Arc::clone(&self.entropy)).await
    }

    /// Adds a person with a password, in the transaction of the caller.
    ///
    /// # Errors
    ///
    /// [`ProvisioningError`].
    pub async fn add_person(
        &self,
        tx: &mut dyn Transaction,
        person: NewPerson,
        enrolment: Enrolment,
    ) -> Result<UserId, ProvisioningError> {
        let now = self.now();
        let entropy: &dyn Entropy = self.entropy.as_ref();
        let user = User {
            id: UserId::generate(now, entropy),
            username: person.username.to_lowercase(),
            name: person.name,
            email: None,
            locale: person.locale,
            zone: person.zone,
            hours: None,
            role: person.role,
            created_at: now,
        };
        if !tx.add_user(&user).await? {
            return Err(ProvisioningError::Taken);
        }
        let id = FactorId::generate(now, entropy);
        let secret = person.password.into_bytes();
        let factor = Factor::new(id, user.id, FactorKind::Password, secret, enrolment);
        tx.add_factor(&factor).await?;
        Ok(user.id)
    }

    /// Adds an authenticator app that has proved itself, or a demo one, in the transaction of the caller.
    ///
    /// # Errors
    ///
    /// If storage fails.
    pub async fn add_totp(
        &self,
        tx: &mut dyn Transaction,
        user: UserId,
        secret: &TotpSecret,
        enrolment: Enrolment,
        last_step: Option<i64>,
    ) -> Result<FactorId, StorageError> {
        let entropy: &dyn Entropy = self.entropy.as_ref();
        let id = FactorId::generate(self.now(), entropy);
        let sealer = self.master_key.sealer(SEAL_PURPOSE);
        let secret = sealer.seal(secret.expose(), &id.to_string(), entropy);
        let factor = Factor { last_step, ..Factor::new(id, user, FactorKind::Totp, secret, enrolment) };
        tx.add_factor(&factor).await?;
        Ok(id)
    }

    /// Adds a set of recovery codes, as a demo shows them, in the transaction of the caller.
    ///
    /// # Errors
    ///
    /// If storage fails.
    pub async fn add_recovery_codes(
        &self,
        tx: &mut dyn Transaction,
        user: UserId,
        codes: &[RecoveryCode],
        enrolment: Enrolment,
    ) -> Result<Factor, StorageError> {
        let id = FactorId::generate(self.now(), self.entropy.as_ref());
        let set = Factor::new(id, user, FactorKind::RecoveryCodes, Vec::new(), enrolment);
        tx.add_factor(&set).await?;
        let hashes: Vec<HashedToken> =
            codes.iter().map(|code| recovery_codes::hash(self, user, code)).collect();
        tx.add_recovery_codes(id, &hashes).await?;
        Ok(set)
    }
}
