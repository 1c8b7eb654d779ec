use leasehold_domain::entropy::SeededEntropy;
use proptest::prelude::*;

use super::*;

#[test]
fn a_set_is_ten_different_codes_in_four_groups() {
    let codes = generate(&SeededEntropy::new(1));
    let shown: std::collections::BTreeSet<_> = codes.iter().map(|code| code.display().to_string()).collect();
    assert_eq!(shown.len(), CODES);
    for code in &shown {
        assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [4; 4], "{code}");
        assert!(!code.contains(['I', 'L', 'O', 'U']), "{code}");
    }
}

#[test]
fn the_dashes_of_word_processors_and_look_alikes_are_read() {
    let code = RecoveryCode::parse("0123-4567-89AB-CDVF").unwrap();
    for typed in ["oL23 4567 89ab cduf", " O I 2 3 4 5 6 7 8 9 A B C D V F ", "0123–4567—89AB−CDVF"] {
        assert_eq!(RecoveryCode::parse(typed), Ok(code.clone()), "{typed}");
    }
}

#[test]
fn anything_else_is_refused() {
    let long = "0".repeat(10_000);
    for bad in [
        "",
        "0123",
        "0123-4567-89AB-CDE",
        "0123-4567-89AB-CDEFG",
        "0123-4567-89AB-CD€F",
        "０123-4567-89AB-CDEF",
        &long,
    ] {
        assert_eq!(RecoveryCode::parse(bad), Err(InvalidRecoveryCode), "{bad:.30}");
    }
}

#[test]
fn debug_shows_nothing() {
    assert_eq!(format!("{:?}", generate(&SeededEntropy::new(1))[0]), "RecoveryCode(…)");
}

proptest! {
    #[test]
    fn what_is_shown_is_read_back(bytes: [u8; BYTES], lower: bool, separator in "[ -]{0,2}") {
        let code = RecoveryCode(Zeroizing::new(bytes));
        let shown = code.display().replace('-', &separator);
        let typed = if lower { shown.to_lowercase() } else { shown };
        prop_assert_eq!(RecoveryCode::parse(&typed), Ok(code));
    }

    /// Every sixteen letters that are read at all stand for what is shown for them, look-alikes replaced.
    #[test]
    fn no_look_alike_turns_one_code_into_another(typed in "[0-9A-Z]{16}") {
        let code = RecoveryCode::parse(&typed).unwrap();
        let plain = typed.replace(['I', 'L'], "1").replace('O', "0").replace('U', "V");
        prop_assert_eq!(code.display().replace('-', ""), plain);
    }

    #[test]
    fn no_input_breaks_it(typed in ".{0,40}") {
        let _ = RecoveryCode::parse(&typed);
    }
}
