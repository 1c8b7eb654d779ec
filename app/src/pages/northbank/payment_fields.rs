use leasehold_oauth_types::AuthorizationDetail;
use leasehold_oauth_types::authorization_details::{Amount, PaymentInitiation};
use serde_json::{Value, json};

use crate::texts::money::iban;

/// The fields of a payment as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PaymentFields {
    pub(crate) to: String,
    pub(crate) account: String,
    pub(crate) amount: String,
    pub(crate) reference: String,
    pub(crate) idempotency_key: String,
}

/// Which field is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PaymentFault {
    To,
    Account,
    Amount,
    Funds,
    Reference,
}

impl PaymentFields {
    /// The payment in its canonical spelling, which is what the person confirms and the bank compares.
    pub(crate) fn payment(&self) -> Result<PaymentInitiation, PaymentFault> {
        let payment = PaymentInitiation {
            instructed_amount: Amount { currency: "EUR".into(), amount: canonical_amount(&self.amount) },
            creditor_name: self.to.trim().to_owned(),
            creditor_account: self.account.split_whitespace().collect::<String>().to_ascii_uppercase(),
            remittance_information: self.reference.trim().to_owned(),
        };
        let Err(invalid) = AuthorizationDetail::PaymentInitiation(payment.clone()).validate() else {
            return Ok(payment);
        };
        Err(match invalid.0.split(' ').next() {
            Some("creditorName") => PaymentFault::To,
            Some("creditorAccount") => PaymentFault::Account,
            Some("remittanceInformation") => PaymentFault::Reference,
            _ => PaymentFault::Amount,
        })
    }

    /// The fields of a payment that was begun before, for another attempt.
    pub(crate) fn again(body: &Value, idempotency_key: String) -> Self {
        let text =
            |pointer: &str| body.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        Self {
            to: text("/creditorName"),
            account: iban(&text("/creditorAccount")),
            amount: text("/instructedAmount/amount"),
            reference: text("/remittanceInformation"),
            idempotency_key,
        }
    }
}

/// The body that the bank is sent.
pub(crate) fn body(payment: &PaymentInitiation) -> Value {
    json!(payment)
}

/// `250`, `250,5` and `1.250,00` all mean an amount with two decimals; anything else is left as it is, to be
/// refused. A comma or point is the decimal separator when at most two digits follow it.
fn canonical_amount(typed: &str) -> String {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '€').collect();
    let (whole, cents) = match digits.rfind([',', '.']) {
        Some(at) if digits.len() - at - 1 <= 2 => (&digits[..at], &digits[at + 1..]),
        _ => (digits.as_str(), ""),
    };
    let whole: String = whole.chars().filter(|c| *c != ',' && *c != '.').collect();
    let whole = whole.trim_start_matches('0');
    format!("{}.{cents:0<2}", if whole.is_empty() { "0" } else { whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (typed, amount) in [
            ("250", "250.00"),
            ("250,5", "250.50"),
            ("€ 1.250,00", "1250.00"),
            ("1,250.00", "1250.00"),
            ("1.250", "1250.00"),
            ("0,05", "0.05"),
        ] {
            assert_eq!(canonical_amount(typed), amount, "{typed}");
        }
    }

    #[test]
    fn a_fault_names_its_field() {
        let fields = PaymentFields {
            to: "Shop BV".into(),
            account: "NL91 ABNA 0417 1643 01".into(),
            amount: "250".into(),
            ..PaymentFields::default()
        };
        assert_eq!(fields.payment(), Err(PaymentFault::Account));
        let fields =
            PaymentFields { account: "nl91 abna 0417 1643 00".into(), amount: "-1".into(), ..fields };
        assert_eq!(fields.payment(), Err(PaymentFault::Amount));
    }
}
