//! What the API says. Amounts are decimal text with two places, times are Unix seconds, names are in camel
//! case as in the payment example of RFC 9396.

use leasehold_oauth_types::authorization_details::PaymentInitiation;
use serde::{Deserialize, Serialize};

/// An amount of money, negative when it leaves the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyView {
    /// ISO 4217.
    pub currency: String,
    /// Such as `-250.00`.
    pub amount: String,
}

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// Id for the address of its transactions.
    pub id: String,
    /// Such as `Everyday account`.
    pub name: String,
    /// Account number without spaces.
    pub iban: String,
    /// What is there.
    pub balance: MoneyView,
}

/// Answer of `GET /accounts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountsView {
    /// The everyday account first.
    pub accounts: Vec<AccountView>,
}

/// One movement on an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransactionView {
    /// Id of the movement; of a payment, the id of the payment.
    pub id: String,
    /// When.
    pub booked_at: i64,
    /// The other party.
    pub counterparty: String,
    /// What was written beside it.
    pub description: String,
    /// How much.
    pub amount: MoneyView,
}

/// Answer of `GET /accounts/{id}/transactions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransactionsView {
    /// The newest first.
    pub transactions: Vec<TransactionView>,
}

/// One accepted payment; answer of `POST /payments` and `GET /payments/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentView {
    /// Id of the payment, also its reference for people.
    pub id: String,
    /// `accepted`.
    pub status: String,
    /// When it was accepted.
    pub accepted_at: i64,
    /// Number of the account it was taken from.
    pub debtor_account: String,
    /// What was asked for.
    #[serde(flatten)]
    pub payment: PaymentInitiation,
}

/// One invoice; answer of `POST /invoices/{id}/approve`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InvoiceView {
    /// Number of the invoice.
    pub id: String,
    /// Who sent it.
    pub supplier_name: String,
    /// For what.
    pub description: String,
    /// What it costs.
    pub amount: MoneyView,
    /// Until when it has to be paid.
    pub due_at: i64,
    /// `open` or `approved`.
    pub status: String,
    /// When it was approved.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub approved_at: Option<i64>,
}

/// Answer of `GET /invoices`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoicesView {
    /// In the order of their dates.
    pub invoices: Vec<InvoiceView>,
}
