//! The scopes of the traces.

use leasehold_oauth_types::Scope;

use crate::TracesError;

/// One that is plain, one that is sensitive, and one that is sensitive and kept to working hours.
#[derive(Clone, Debug)]
pub struct Scopes {
    /// `accounts.read`.
    pub plain: Scope,
    /// `payments.write`.
    pub sensitive: Scope,
    /// `invoices.approve`.
    pub approve: Scope,
}

impl Scopes {
    /// Names them.
    ///
    /// # Errors
    ///
    /// None: they are scopes.
    pub fn new() -> Result<Self, TracesError> {
        let scope = |name: &str| name.parse().map_err(|_| TracesError::Scopes);
        Ok(Self {
            plain: scope("accounts.read")?,
            sensitive: scope("payments.write")?,
            approve: scope("invoices.approve")?,
        })
    }

    /// All of them, and whether they are sensitive.
    pub fn all(&self) -> impl Iterator<Item = (&Scope, bool)> {
        [(&self.plain, false), (&self.sensitive, true), (&self.approve, true)].into_iter()
    }
}
