//! What the bank's API answers, as far as the pages of the two demo apps show it.

use leasehold_oauth_types::authorization_details::Amount;
use serde::Deserialize;

/// One account.
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

/// Answer of `GET /accounts`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct AccountsView {
    /// The everyday account first.
    pub(crate) accounts: Vec<AccountView>,
}

/// One movement on an account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TransactionView {
    /// Id within the bank.
    pub(crate) id: String,
    /// When, Unix seconds.
    pub(crate) booked_at: i64,
    /// The other side.
    pub(crate) counterparty: String,
    /// What was written beside it.
    pub(crate) description: String,
    /// How much; negative went out.
    pub(crate) amount: Amount,
}

/// Answer of `GET /accounts/{id}/transactions`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct TransactionsView {
    /// The newest first.
    pub(crate) transactions: Vec<TransactionView>,
}

/// One invoice.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InvoiceView {
    /// Number of the invoice.
    pub(crate) id: String,
    /// Who sent it.
    pub(crate) supplier_name: String,
    /// For what.
    pub(crate) description: String,
    /// What it costs.
    pub(crate) amount: Amount,
    /// When it has to be paid, Unix seconds.
    pub(crate) due_at: i64,
    /// `open` or `approved`.
    pub(crate) status: String,
}

/// Answer of `GET /invoices`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct InvoicesView {
    /// In the order of their dates.
    pub(crate) invoices: Vec<InvoiceView>,
}

/// `type` of the problem when an account does not hold enough.
pub(crate) const INSUFFICIENT_FUNDS: &str = "urn:leasehold:bank:insufficient-funds";
