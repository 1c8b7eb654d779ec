//! What a new password has to be (NIST SP 800-63B-4 section 3.1.1.2, checklist NI-3): long, not on lists, and
//! nothing else. No rules about kinds of characters.

use std::collections::BTreeSet;

use crate::AuthorizationServer;
use crate::interaction::passwords::{HashedPassword, UnusablePassword};

/// Shortest password beside a second factor, in characters.
const SHORTEST: usize = 12;
/// Shortest password that stands alone.
const SHORTEST_ALONE: usize = 15;
/// Longest that is taken.
const LONGEST: usize = 128;
/// Fewer different characters than this are a pattern, not a password.
const FEWEST_DIFFERENT: usize = 5;

/// What attackers try first, of the length that is asked for; compared without case and without what stands
/// at the ends.
const COMMON: &[&str] = &[
    "1qaz2wsx3edc",
    "1q2w3e4r5t6y",
    "abcd1234abcd",
    "abcdefghijkl",
    "administrator",
    "administrateur",
    "changemenow",
    "correcthorsebatterystaple",
    "iloveyouforever",
    "letmeinletmein",
    "onetwothreefour",
    "passwordpassword",
    "password1password",
    "q1w2e3r4t5y6",
    "qwertyqwerty",
    "qwertyuiopasdf",
    "qwertyuiopasdfghjkl",
    "qwertzuiopasdf",
    "superadmin",
    "thisismypassword",
    "trustnoonetrustnoone",
    "welcomewelcome",
    "welkomwelkom",
    "wachtwoordwachtwoord",
    "willkommenwillkommen",
    "zaq12wsxcde3",
];
/// Words that make a password with nothing but digits and signs around them.
const BASES: &[&str] = &[
    "admin",
    "changeme",
    "leasehold",
    "letmein",
    "password",
    "passwort",
    "qwerty",
    "qwertz",
    "root",
    "wachtwoord",
    "welcome",
    "welkom",
    "willkommen",
];

/// A password that may be used, hashed.
pub(super) struct NewPassword {
    pub(super) hash: HashedPassword,
    /// Whether it is long enough to stand alone.
    pub(super) may_stand_alone: bool,
}

/// Judges and hashes a password; says with a code what is wrong with it.
pub(super) async fn accept(
    server: &AuthorizationServer,
    password: &str,
    names: &[&str],
) -> Result<NewPassword, &'static str> {
    check(password, names)?;
    let may_stand_alone = password.chars().count() >= SHORTEST_ALONE;
    match HashedPassword::of(password.to_owned(), server.entropy.clone()).await {
        Ok(hash) => Ok(NewPassword { hash, may_stand_alone }),
        Err(UnusablePassword) => Err("password_long"),
    }
}

fn check(password: &str, names: &[&str]) -> Result<(), &'static str> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err("password_short");
    }
    if length > LONGEST {
        return Err("password_long");
    }
    if is_common(&password.to_lowercase(), names) { Err("password_common") } else { Ok(()) }
}

fn is_common(password: &str, names: &[&str]) -> bool {
    let different: BTreeSet<char> = password.chars().collect();
    let core = password.trim_matches(|character: char| !character.is_alphabetic());
    let own = names.iter().map(|name| name.to_lowercase()).any(|name| core == name);
    different.len() < FEWEST_DIFFERENT
        || is_run(password)
        || core.is_empty()
        || COMMON.iter().any(|common| password == *common || core == *common)
        || BASES.contains(&core)
        || own
}

/// Whether each character follows the one before: `123456789012`, `abcdefghijkl`, and backwards.
fn is_run(password: &str) -> bool {
    let codes: Vec<u32> = password.chars().map(u32::from).collect();
    let next = |from: u32, to: u32| to == from + 1 || (from, to) == (u32::from('9'), u32::from('0'));
    codes.windows(2).all(|pair| next(pair[0], pair[1])) || codes.windows(2).all(|pair| next(pair[1], pair[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_is_enough_and_common_is_not() {
        for good in ["correct horse battery", "vier woorden zijn genoeg", "пароль из слов", "a b c d e f g"]
        {
            assert_eq!(check(good, &["ada"]), Ok(()), "{good}");
        }
        assert_eq!(check("elevenchars", &[]), Err("password_short"));
        assert_eq!(check(&"ab cd ef ".repeat(15), &[]), Err("password_long"));
        let common = [
            "aaaaaaaaaaaa",
            "Password1234",
            "123456789012",
            "210987654321",
            "PASSWORDpassword",
            "!!admin!!!!!",
            "2026-11-22-00",
            "leasehold1234",
            "ada.lovelace1",
            "1qaz2wsx3edc",
            "abababababab",
        ];
        for common in common {
            assert_eq!(check(common, &["ada.lovelace"]), Err("password_common"), "{common}");
        }
    }
}
