//! Rich authorization requests (RFC 9396): the objects a person can be asked to confirm.
//!
//! Strict inside the objects (unknown or missing members are refused, RFC 9396 section 5), unlike
//! everywhere else in OAuth.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One authorization detail, by its `type`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum AuthorizationDetail {
    /// Sending one payment.
    PaymentInitiation(PaymentInitiation),
    /// Approving one invoice.
    InvoiceApproval(InvoiceApproval),
    /// Getting back what was withdrawn; only the dashboard may ask for it.
    LeaseRestore(LeaseRestore),
    /// Confirming a new device from this one; only the dashboard may ask for it.
    DeviceConfirmation(DeviceConfirmation),
}

/// One payment, the example of RFC 9396 section 2 reduced to what is shown and compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentInitiation {
    /// Amount and currency.
    #[serde(rename = "instructedAmount")]
    pub instructed_amount: Amount,
    /// Who gets it.
    #[serde(rename = "creditorName")]
    pub creditor_name: String,
    /// Account number (IBAN without spaces).
    #[serde(rename = "creditorAccount")]
    pub creditor_account: String,
    /// What the receiver reads.
    #[serde(rename = "remittanceInformation", default, skip_serializing_if = "String::is_empty")]
    pub remittance_information: String,
}

/// A decimal amount as text, compared exactly and never normalised (RFC 9396 section 12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// ISO 4217, upper case.
    pub currency: String,
    /// Such as `250.00`: no leading zeros, exactly two decimals.
    pub amount: String,
}

/// One invoice to approve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceApproval {
    /// Number of the invoice.
    pub invoice: String,
    /// Who sent it.
    #[serde(rename = "supplierName")]
    pub supplier_name: String,
    /// What it costs.
    pub amount: Amount,
}

/// What the person wants to have back: the remedies of these holds are done, and what only consent gives back
/// is asked again for this grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeaseRestore {
    /// Ids of the holds, as the account API listed them.
    #[serde(default)]
    pub holds: Vec<String>,
    /// Id of a grant of this very session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<String>,
}

/// The device to confirm and the number its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceConfirmation {
    /// Id of the device, as the account API listed it.
    pub device: String,
}

/// The details break a rule of their type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidDetail(pub &'static str);

impl AuthorizationDetail {
    /// Every `type` that exists, for discovery.
    pub const TYPES: [&'static str; 4] =
        ["payment_initiation", "invoice_approval", "lease_restore", "device_confirmation"];
    /// Those of them that any client can be registered for: objects of APIs, that a person confirms.
    pub const FOR_OBJECTS: [&'static str; 2] = ["payment_initiation", "invoice_approval"];
    /// Those that only the dashboard may use.
    pub const FOR_DASHBOARD: [&'static str; 2] = ["lease_restore", "device_confirmation"];

    /// Its `type`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::PaymentInitiation(_) => "payment_initiation",
            Self::InvoiceApproval(_) => "invoice_approval",
            Self::LeaseRestore(_) => "lease_restore",
            Self::DeviceConfirmation(_) => "device_confirmation",
        }
    }

    /// Reads the parameter: an array of objects of known types, each valid by itself.
    ///
    /// # Errors
    ///
    /// Names what is wrong.
    pub fn parse_list(json: &str) -> Result<Vec<Self>, InvalidDetail> {
        const SHAPE: InvalidDetail = InvalidDetail("unknown type, or a member is unknown or missing");
        let value: Value = serde_json::from_str(json).map_err(|_| SHAPE)?;
        // `serde` would also take an array of the members in their order where an object belongs.
        let plain = |(name, member): (&String, &Value)| name == "holds" || !member.is_array();
        let object = |detail: &Value| detail.as_object().is_some_and(|members| members.iter().all(plain));
        if !value.as_array().is_some_and(|details| details.iter().all(object)) {
            return Err(SHAPE);
        }
        let details: Vec<Self> = serde_json::from_value(value).map_err(|_| SHAPE)?;
        details.iter().try_for_each(Self::validate)?;
        Ok(details)
    }

    /// Checks what the JSON shape cannot say.
    ///
    /// # Errors
    ///
    /// Names the first rule that is broken.
    pub fn validate(&self) -> Result<(), InvalidDetail> {
        match self {
            Self::PaymentInitiation(payment) => {
                payment.instructed_amount.validate()?;
                text(&payment.creditor_name, 1, 70, "creditorName has 1 to 70 characters")?;
                text(
                    &payment.remittance_information,
                    0,
                    140,
                    "remittanceInformation has at most 140 characters",
                )?;
                iban(&payment.creditor_account)
            }
            Self::InvoiceApproval(invoice) => {
                invoice.amount.validate()?;
                text(&invoice.invoice, 1, 64, "invoice has 1 to 64 characters")?;
                text(&invoice.supplier_name, 1, 70, "supplierName has 1 to 70 characters")
            }
            Self::LeaseRestore(LeaseRestore { holds, grant }) => {
                let none = holds.is_empty() && grant.is_none();
                if none || holds.len() > 64 {
                    return Err(InvalidDetail("holds names 1 to 64 holds, or grant what is allowed again"));
                }
                holds.iter().chain(grant).try_for_each(|named| id(named))
            }
            Self::DeviceConfirmation(confirmation) => id(&confirmation.device),
        }
    }

    /// The one spelling that is hashed and compared: members in declaration order, no white space.
    #[must_use]
    pub fn canonical(details: &[Self]) -> String {
        serde_json::to_string(details).unwrap_or_default()
    }
}

impl Amount {
    /// Checks currency and amount.
    ///
    /// # Errors
    ///
    /// If either is not written canonically.
    pub fn validate(&self) -> Result<(), InvalidDetail> {
        if self.currency.len() != 3 || !self.currency.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(InvalidDetail("currency is three upper-case letters"));
        }
        let bad = InvalidDetail("amount is a decimal such as 250.00, above zero");
        let (whole, cents) = self.amount.split_once('.').ok_or(bad.clone())?;
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let canonical = digits(whole)
            && digits(cents)
            && cents.len() == 2
            && whole.len() <= 12
            && (whole == "0" || !whole.starts_with('0'))
            && self.amount != "0.00";
        if canonical { Ok(()) } else { Err(bad) }
    }
}

/// The form of our own ids; whether there is such a thing is known elsewhere.
fn id(value: &str) -> Result<(), InvalidDetail> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if (1..=64).contains(&value.len()) && value.bytes().all(plain) {
        Ok(())
    } else {
        Err(InvalidDetail("ids have 1 to 64 letters, digits, '-' and '_'"))
    }
}

fn text(value: &str, min: usize, max: usize, rule: &'static str) -> Result<(), InvalidDetail> {
    let length = value.chars().count();
    if length < min || length > max || value.chars().any(is_invisible) {
        return Err(InvalidDetail(rule));
    }
    Ok(())
}

/// Characters that would make the person read something else than what is hashed: controls, direction
/// marks, zero-width characters, line separators.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Shape and check digits of an IBAN (ISO 13616, ISO 7064 MOD 97-10).
fn iban(value: &str) -> Result<(), InvalidDetail> {
    let bad = InvalidDetail("creditorAccount is an IBAN without spaces");
    if !(15..=34).contains(&value.len())
        || !value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    {
        return Err(bad);
    }
    let (head, tail) = value.split_at(4);
    let remainder = tail.bytes().chain(head.bytes()).fold(0u32, |remainder, byte| {
        if byte.is_ascii_digit() {
            (remainder * 10 + u32::from(byte - b'0')) % 97
        } else {
            (remainder * 100 + u32::from(byte - b'A') + 10) % 97
        }
    });
    if remainder == 1 { Ok(()) } else { Err(bad) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Option<AuthorizationDetail> {
        serde_json::from_str(json).ok()
    }

    #[test]
    fn unknown_members_and_types_are_refused() {
        assert!(parse(r#"{"type":"payment","x":1}"#).is_none());
        assert!(parse(r#"{"type":"lease_restore","holds":["h"],"more":1}"#).is_none());
        assert!(parse(r#"{"type":"lease_restore","holds":["h"]}"#).is_some());
    }

    #[test]
    fn an_array_is_no_object() {
        let list = |json: &str| AuthorizationDetail::parse_list(json).is_ok();
        assert!(list(r#"[{"type":"lease_restore","holds":["h"]}]"#));
        assert!(!list(r#"{"type":"lease_restore","holds":["h"]}"#));
        assert!(!list(r#"[["lease_restore",["h"]]]"#));
        let invoice = |amount: &str| {
            format!(r#"[{{"type":"invoice_approval","invoice":"1","supplierName":"x","amount":{amount}}}]"#)
        };
        assert!(list(&invoice(r#"{"currency":"EUR","amount":"1.00"}"#)));
        assert!(!list(&invoice(r#"["EUR","1.00"]"#)));
        assert!(!list(&invoice(r#"{"currency":"EUR","amount":1.00}"#)));
    }

    #[test]
    fn a_restoration_names_something() {
        let valid = |json: &str| parse(json).is_some_and(|detail| detail.validate().is_ok());
        assert!(valid(r#"{"type":"lease_restore","holds":["h"]}"#));
        assert!(valid(r#"{"type":"lease_restore","grant":"g"}"#));
        assert!(!valid(r#"{"type":"lease_restore"}"#));
        assert!(!valid(r#"{"type":"lease_restore","holds":[],"grant":"<g>"}"#));
    }

    #[test]
    fn amounts_have_one_spelling() {
        for bad in ["1,5", "01.50", "1.5", "1.50e1", "0.00", "-1.00", ".50", "1."] {
            let amount = Amount { currency: "EUR".into(), amount: bad.into() };
            assert!(amount.validate().is_err(), "{bad}");
        }
        assert!(Amount { currency: "EUR".into(), amount: "250.00".into() }.validate().is_ok());
        assert!(Amount { currency: "eur".into(), amount: "250.00".into() }.validate().is_err());
    }

    #[test]
    fn iban_check_digits_count() {
        assert!(iban("NL91ABNA0417164300").is_ok());
        assert!(iban("NL92ABNA0417164300").is_err());
    }
}
