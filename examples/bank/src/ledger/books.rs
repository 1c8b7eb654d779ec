//! The state that follows from the journal, person by person.

use std::collections::BTreeMap;

use leasehold_oauth_types::authorization_details::PaymentInitiation;

use super::journal::Entry;
use super::money::Cents;
use super::seed;
use crate::api::{AccountView, InvoiceView, PaymentView, TransactionView};

/// Everything that was accepted.
#[derive(Debug, Default)]
pub(super) struct Books {
    people: BTreeMap<String, Person>,
    payments: u64,
}

/// What one person did.
#[derive(Debug, Default)]
struct Person {
    payments: Vec<Payment>,
    approvals: BTreeMap<String, i64>,
}

#[derive(Debug)]
struct Payment {
    id: String,
    client: String,
    key: String,
    at: i64,
    cents: Cents,
    payment: PaymentInitiation,
}

impl Books {
    /// Takes an accepted change.
    pub(super) fn apply(&mut self, entry: Entry) {
        match entry {
            Entry::Payment { sub, client, key, at, payment } => {
                self.payments += 1;
                let id = format!("NB-{:06}", self.payments);
                let cents = Cents::of(&payment.instructed_amount).unwrap_or(Cents(0));
                let payment = Payment { id, client, key, at, cents, payment };
                self.people.entry(sub).or_default().payments.push(payment);
            }
            Entry::Approval { sub, invoice, at } => {
                self.people.entry(sub).or_default().approvals.entry(invoice).or_insert(at);
            }
        }
    }

    /// The payment that this client already sent under this key.
    pub(super) fn by_key(&self, sub: &str, client: &str, key: &str) -> Option<PaymentView> {
        let wanted = |payment: &&Payment| payment.client == client && payment.key == key;
        self.payments_of(sub).iter().find(wanted).map(|payment| payment.view(sub))
    }

    /// One payment of this person.
    pub(super) fn payment(&self, sub: &str, id: &str) -> Option<PaymentView> {
        self.payments_of(sub).iter().find(|payment| payment.id == id).map(|payment| payment.view(sub))
    }

    /// What payments can be taken from.
    pub(super) fn available(&self, sub: &str) -> Cents {
        let spent: i64 = self.payments_of(sub).iter().map(|payment| payment.cents.0).sum();
        Cents(seed::ACCOUNTS[0].balance.0 - spent)
    }

    pub(super) fn accounts(&self, sub: &str) -> Vec<AccountView> {
        let account = |(index, account): (usize, &seed::SeedAccount)| AccountView {
            id: account.id.to_owned(),
            name: account.name.to_owned(),
            iban: seed::iban(sub, account.suffix),
            balance: if index == 0 { self.available(sub) } else { account.balance }.view(),
        };
        seed::ACCOUNTS.iter().enumerate().map(account).collect()
    }

    /// Movements of an account, the newest first; `None` for no account of this person.
    pub(super) fn transactions(&self, sub: &str, account: &str, now: i64) -> Option<Vec<TransactionView>> {
        if !seed::ACCOUNTS.iter().any(|seeded| seeded.id == account) {
            return None;
        }
        let sent = self.payments_of(sub).iter().map(Payment::transaction);
        let sent: Vec<_> = if account == seed::ACCOUNTS[0].id { sent.collect() } else { Vec::new() };
        let today = now - now.rem_euclid(seed::DAY);
        let seeded = seed::TRANSACTIONS.iter().enumerate().filter(|(_, seeded)| seeded.0 == account);
        let seeded = seeded.map(|(index, (_, days, counterparty, description, cents))| TransactionView {
            id: format!("T-{:03}", index + 1),
            booked_at: today - days * seed::DAY,
            counterparty: (*counterparty).to_owned(),
            description: (*description).to_owned(),
            amount: cents.view(),
        });
        let mut all: Vec<_> = sent.into_iter().rev().chain(seeded).collect();
        all.sort_by_key(|transaction| std::cmp::Reverse(transaction.booked_at));
        Some(all)
    }

    pub(super) fn invoices(&self, sub: &str, now: i64) -> Vec<InvoiceView> {
        let today = now - now.rem_euclid(seed::DAY);
        let approvals = self.people.get(sub).map(|person| &person.approvals);
        let invoice = |(id, supplier, description, cents, days): &seed::SeedInvoice| {
            let approved_at = approvals.and_then(|approvals| approvals.get(*id)).copied();
            InvoiceView {
                id: (*id).to_owned(),
                supplier_name: (*supplier).to_owned(),
                description: (*description).to_owned(),
                amount: cents.view(),
                due_at: today + days * seed::DAY,
                status: if approved_at.is_some() { "approved" } else { "open" }.to_owned(),
                approved_at,
            }
        };
        seed::INVOICES.iter().map(invoice).collect()
    }

    fn payments_of(&self, sub: &str) -> &[Payment] {
        self.people.get(sub).map_or(&[], |person| &person.payments)
    }
}

impl Payment {
    fn view(&self, sub: &str) -> PaymentView {
        PaymentView {
            id: self.id.clone(),
            status: "accepted".to_owned(),
            accepted_at: self.at,
            debtor_account: seed::iban(sub, seed::ACCOUNTS[0].suffix),
            payment: self.payment.clone(),
        }
    }

    fn transaction(&self) -> TransactionView {
        TransactionView {
            id: self.id.clone(),
            booked_at: self.at,
            counterparty: self.payment.creditor_name.clone(),
            description: self.payment.remittance_information.clone(),
            amount: Cents(-self.cents.0).view(),
        }
    }
}
