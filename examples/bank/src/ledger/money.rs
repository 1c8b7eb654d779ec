//! Amounts as whole cents inside, as decimal text outside.

use std::fmt;

use leasehold_oauth_types::authorization_details::Amount;

use crate::api::MoneyView;

/// The one currency of this bank.
pub(crate) const CURRENCY: &str = "EUR";

/// Cents of an euro.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cents(pub(crate) i64);

impl Cents {
    /// Reads an amount that was validated; `None` for anything but canonical euros.
    pub(crate) fn of(amount: &Amount) -> Option<Self> {
        amount.validate().ok()?;
        if amount.currency != CURRENCY {
            return None;
        }
        let digits: String = amount.amount.chars().filter(char::is_ascii_digit).collect();
        digits.parse().ok().map(Self)
    }

    /// As the API says it.
    pub(crate) fn view(self) -> MoneyView {
        MoneyView { currency: CURRENCY.to_owned(), amount: self.to_string() }
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cents_and_text_agree() {
        let read = |text: &str| Cents::of(&Amount { currency: "EUR".into(), amount: text.into() });
        for (text, cents) in [("250.00", 25_000), ("0.01", 1), ("999999999999.99", 99_999_999_999_999)] {
            assert_eq!(read(text), Some(Cents(cents)));
            assert_eq!(Cents(cents).to_string(), text);
        }
        assert_eq!(Cents(-905).to_string(), "-9.05");
        assert_eq!(read("1.5"), None);
        assert_eq!(Cents::of(&Amount { currency: "USD".into(), amount: "1.00".into() }), None);
    }
}
