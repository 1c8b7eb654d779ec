//! What every person finds at their first visit. Nothing of it is stored: it follows from the `sub`.

use super::money::Cents;

/// One day.
pub(super) const DAY: i64 = 24 * 60 * 60;

/// An account as it is before any payment.
pub(super) struct SeedAccount {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) balance: Cents,
    /// Keeps the numbers of one person's accounts apart.
    pub(super) suffix: u64,
}

/// Payments are taken from the first.
pub(super) const ACCOUNTS: [SeedAccount; 2] = [
    SeedAccount { id: "everyday", name: "Everyday account", balance: Cents(424_817), suffix: 1 },
    SeedAccount { id: "savings", name: "Savings", balance: Cents(1_860_000), suffix: 2 },
];

/// A movement: account, days ago, counterparty, description, amount.
pub(super) type SeedTransaction = (&'static str, i64, &'static str, &'static str, Cents);

/// The newest first.
pub(super) const TRANSACTIONS: [SeedTransaction; 8] = [
    ("everyday", 1, "Greenleaf Market", "Groceries", Cents(-4_385)),
    ("everyday", 2, "City Transit", "Monthly pass", Cents(-9_650)),
    ("everyday", 3, "Harbour Studio", "Salary", Cents(312_000)),
    ("savings", 3, "Everyday account", "Monthly saving", Cents(40_000)),
    ("everyday", 3, "Savings", "Monthly saving", Cents(-40_000)),
    ("everyday", 6, "Northlight Energy", "Electricity", Cents(-11_420)),
    ("everyday", 9, "Café Anker", "Lunch", Cents(-1_790)),
    ("everyday", 12, "Maple Housing", "Rent", Cents(-115_000)),
];

/// An invoice: number, supplier, description, amount, days until due.
pub(super) type SeedInvoice = (&'static str, &'static str, &'static str, Cents, i64);

/// In the order of their dates.
pub(super) const INVOICES: [SeedInvoice; 4] = [
    ("INV-2041", "Paper & Press", "Brochures, spring run", Cents(124_000), 4),
    ("INV-2042", "Lumen Hosting", "Servers, last quarter", Cents(38_950), 7),
    ("INV-2043", "Bright Cleaning", "Office cleaning", Cents(21_780), 11),
    ("INV-2044", "Quill Legal", "Contract review", Cents(96_500), 15),
];

/// A well-formed account number that belongs to this person alone.
pub(super) fn iban(sub: &str, suffix: u64) -> String {
    // FNV-1a: spreads, is the same for ever, and hides nothing.
    let hash = sub.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let number = format!("{:010}", (hash % 1_000_000_000) * 10 + suffix);
    // ISO 7064 MOD 97-10 over bank, number, country and two zeros, letters as two digits.
    let digits = "NORB".bytes().chain(number.bytes()).chain("NL00".bytes());
    let remainder = digits.fold(0_u64, |remainder, byte| {
        if byte.is_ascii_digit() {
            (remainder * 10 + u64::from(byte - b'0')) % 97
        } else {
            (remainder * 100 + u64::from(byte - b'A') + 10) % 97
        }
    });
    format!("NL{:02}NORB{number}", 98 - remainder)
}

#[cfg(test)]
mod tests {
    use leasehold_oauth_types::AuthorizationDetail;
    use leasehold_oauth_types::authorization_details::{Amount, PaymentInitiation};

    use super::*;

    #[test]
    fn account_numbers_are_well_formed_and_differ() {
        let (one, two) = (iban("alice", 1), iban("bram", 1));
        assert_ne!(one, two);
        for creditor_account in [one, two, iban("", 2)] {
            let payment = PaymentInitiation {
                instructed_amount: Amount { currency: "EUR".into(), amount: "1.00".into() },
                creditor_name: "x".into(),
                creditor_account,
                remittance_information: String::new(),
            };
            assert_eq!(AuthorizationDetail::PaymentInitiation(payment).validate(), Ok(()));
        }
    }
}
