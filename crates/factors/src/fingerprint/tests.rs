use super::*;

const SALT: [u8; 32] = [5; 32];

fn observed() -> Observed<'static> {
    Observed {
        platform: Some("Linux"),
        screen: ScreenClass::of(1920, 1080),
        zone: Some("Europe/Amsterdam"),
        languages: Some("nl-NL,nl,en"),
    }
}

#[test]
fn components_compare_one_by_one() {
    let known = Fingerprint::of(&observed(), &SALT);
    let moved =
        Fingerprint::of(&Observed { zone: Some("America/Sao_Paulo"), platform: None, ..observed() }, &SALT);
    assert_eq!(
        moved.compare(&known),
        Comparison {
            platform: Likeness::Unknown,
            screen: Likeness::Same,
            zone: Likeness::Different,
            languages: Likeness::Same,
        }
    );
}

#[test]
fn blank_is_unknown_and_case_does_not_matter() {
    let blank =
        Fingerprint::of(&Observed { platform: Some("  "), zone: Some(""), ..Observed::default() }, &SALT);
    assert_eq!(blank, Fingerprint::default());
    let shouting = Fingerprint::of(&Observed { platform: Some(" LINUX "), ..observed() }, &SALT);
    assert_eq!(shouting, Fingerprint::of(&observed(), &SALT));
}

#[test]
fn neither_another_salt_nor_another_component_has_the_same_hash() {
    let same = Some("same");
    let print =
        Fingerprint::of(&Observed { platform: same, zone: same, languages: same, screen: None }, &SALT);
    assert!(print.platform != print.zone && print.zone != print.languages);
    let other = Fingerprint::of(&observed(), &[6; 32]).compare(&Fingerprint::of(&observed(), &SALT));
    assert_eq!(other.platform, Likeness::Different);
}

#[test]
fn a_screen_has_the_same_class_however_it_is_held() {
    assert_eq!(ScreenClass::of(390, 844), Some(ScreenClass::Small));
    assert_eq!(ScreenClass::of(844, 390), Some(ScreenClass::Small));
    assert_eq!(ScreenClass::of(1024, 768), Some(ScreenClass::Medium));
    assert_eq!(ScreenClass::of(0, 768), None);
}

#[test]
fn the_wire_form_leaves_out_what_is_unknown_and_refuses_garbage() {
    let print = Fingerprint::of(&Observed { zone: Some("UTC"), ..Observed::default() }, &SALT);
    let json = serde_json::to_string(&print).unwrap();
    assert!(json.starts_with(r#"{"zone":""#), "{json}");
    assert_eq!(serde_json::from_str::<Fingerprint>(&json).unwrap(), print);
    for bad in [r#"{"zone":""}"#, r#"{"zone":"AAAA"}"#, r#"{"zone":1}"#] {
        assert!(serde_json::from_str::<Fingerprint>(bad).is_err(), "{bad}");
    }
}
