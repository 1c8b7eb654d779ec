//! What the bank's API answers, as far as the pages show it.

use leasehold_oauth_types::authorization_details::Amount;
use serde::Deserialize;

/// One account, of `GET /v1/accounts`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct AccountView {
    /// Id within the bank.
    pub(crate) id: String,
    /// What the person calls it.
    pub(crate) name: String,
    /// Account number, without spaces.
    pub(crate) iban: String,
    /// What is on it.
    pub(crate) balance: Amount,
}

/// One transaction, of `GET /v1/accounts/{id}/transactions`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct TransactionView {
    /// Id within the bank.
    pub(crate) id: String,
    /// When, Unix seconds.
    pub(crate) at: i64,
    /// What the other side reads or wrote.
    pub(crate) description: String,
    /// How much; negative went out.
    pub(crate) amount: String,
    /// ISO 4217.
    pub(crate) currency: String,
    /// The other side.
    pub(crate) counterparty: String,
}

/// One invoice, of `GET /v1/invoices`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct InvoiceView {
    /// Number of the invoice.
    pub(crate) id: String,
    /// Who sent it.
    pub(crate) supplier: String,
    /// What it costs.
    pub(crate) amount: Amount,
    /// When it has to be paid, Unix seconds.
    pub(crate) due: i64,
    /// `open` or `approved`.
    pub(crate) status: String,
}
