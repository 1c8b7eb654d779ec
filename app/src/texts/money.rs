use super::{Locale, Texts};

impl Texts {
    /// An amount as people of the language write it: `€250.00`, `€ 250,00`, `250,00 €`. The decimal text comes
    /// from an API and is never parsed as a number, so nothing is rounded.
    #[must_use]
    pub fn money(&self, amount: &str, currency: &str) -> String {
        let (sign, digits) = amount.strip_prefix('-').map_or(("", amount), |rest| ("−", rest));
        let (whole, cents) = digits.split_once('.').unwrap_or((digits, "00"));
        let (group, point) = match self.locale {
            Locale::En => (',', '.'),
            Locale::Nl | Locale::De => ('.', ','),
        };
        let number = format!("{}{point}{cents}", grouped(whole, group));
        let symbol = match currency {
            "EUR" => "€",
            "USD" => "$",
            "GBP" => "£",
            other => return format!("{sign}{number}\u{a0}{other}"),
        };
        match self.locale {
            Locale::En => format!("{sign}{symbol}{number}"),
            Locale::Nl => format!("{symbol}\u{a0}{sign}{number}"),
            Locale::De => format!("{sign}{number}\u{a0}{symbol}"),
        }
    }
}

impl Texts {
    /// A whole number in groups of three.
    #[must_use]
    pub fn count(&self, number: i64) -> String {
        let group = if self.locale == Locale::En { ',' } else { '.' };
        grouped(&number.max(0).to_string(), group)
    }
}

fn grouped(digits: &str, separator: char) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// An IBAN in groups of four.
#[must_use]
pub(crate) fn iban(account: &str) -> String {
    let characters: Vec<char> = account.chars().filter(|character| !character.is_whitespace()).collect();
    characters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_amounts_its_own_way() {
        let money = |locale| Texts { locale, zone: chrono_tz::UTC }.money("-1234567.50", "EUR");
        assert_eq!(money(Locale::En), "−€1,234,567.50");
        assert_eq!(money(Locale::Nl), "€\u{a0}−1.234.567,50");
        assert_eq!(money(Locale::De), "−1.234.567,50\u{a0}€");
        assert_eq!(iban("NL91ABNA0417164300"), "NL91 ABNA 0417 1643 00");
    }
}
