/// The person signed in on an app, as its backend-for-frontend knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Value of the hidden field `csrf`, bound to the session.
    pub csrf: String,
    /// Full name.
    pub name: String,
    /// Sign-in name.
    pub username: String,
    /// `en`, `nl` or `de` from the profile, if the app was told.
    pub locale: Option<String>,
    /// IANA time zone from the profile, if the app was told.
    pub zone: Option<String>,
    /// When the last step-up of this app is over, Unix seconds; may lie in the past.
    pub elevated_until: Option<i64>,
    /// In how many seconds scripts should prove the key of the browser.
    pub proof_due: u64,
    /// Whether that has to happen before anything else: the session is bound to a key, and this browser has not
    /// proved it lately.
    pub must_prove: bool,
}

impl Person {
    /// The first word of the name.
    #[must_use]
    pub fn first_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.username)
    }

    /// One or two letters for the round badge.
    #[must_use]
    pub fn initials(&self) -> String {
        let mut words = self.name.split_whitespace().filter_map(|word| word.chars().next());
        words.next().into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        let person = |name: &str| Person {
            csrf: String::new(),
            name: name.into(),
            username: "u".into(),
            locale: None,
            zone: None,
            elevated_until: None,
            proof_due: 0,
            must_prove: false,
        };
        assert_eq!(person("Bram de Wit").initials(), "BW");
        assert_eq!(person("åsa").initials(), "Å");
        assert_eq!(person("").first_name(), "u");
    }
}
