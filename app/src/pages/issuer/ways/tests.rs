use StepUpFactor::{Passkey, Pin, Totp};

use super::*;
use crate::components::tests::html;

#[test]
fn the_way_asked_for_is_open_then_the_one_that_failed_then_the_strongest() {
    let ways = [Passkey, Pin, Totp];
    let wrong = Some(StepUpError::WrongCode { tries_left: 2 });
    assert_eq!(open(&ways, None, None), Some(Passkey));
    assert_eq!(open(&ways, Some("pin"), wrong), Some(Pin));
    assert_eq!(open(&ways, None, wrong), Some(Totp));
    assert_eq!(open(&ways, Some("password"), None), Some(Passkey));
    // Nothing that is not offered.
    assert_eq!(open(&[Totp], Some("passkey"), Some(StepUpError::PasskeyRefused)), Some(Totp));
    assert_eq!(open(&[], Some("totp"), wrong), None);
}

fn proving(number: bool) -> Proving {
    Proving {
        form: FormView { action: "/page".into(), csrf: "csrf".into(), redirect_origins: Vec::new() },
        passkey_start: "/page/passkey".into(),
        pin_start: "/page/pin".into(),
        hidden: None,
        number,
        submit: "Go on".into(),
        error: None,
    }
}

#[test]
fn without_scripts_the_code_stands_in_for_what_needs_them() {
    for way in [Passkey, Pin] {
        let page = html(|| view! { <Way way proving=proving(true) ways=vec![way, Totp]/> });
        let (scripted, plain) = page.split_once("<noscript><form").unwrap();
        assert!(!scripted.contains("name=\"code\"") && plain.contains("name=\"code\""), "{page}");
        assert!(plain.contains("value=\"csrf\"") && plain.contains("value=\"totp\""), "{page}");
        // Each field has its own label.
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{ids:?}");
    }
    let page = html(|| view! { <Way way=Passkey proving=proving(false) ways=vec![Passkey]/> });
    assert!(!page.contains("name=\"code\""), "nobody without an app is asked for its code: {page}");
}

#[test]
fn other_ways_are_links_to_the_same_page() {
    let page = html(|| {
        view! { <OtherWays ways=vec![Passkey, Totp] open=Some(Passkey) here="/confirm?to=/x".into()/> }
    });
    assert!(page.contains("href=\"/confirm?to=/x&amp;with=totp\""), "{page}");
    assert!(!page.contains("with=passkey"), "{page}");
    let page = html(|| view! { <OtherWays ways=vec![Totp] open=Some(Totp) here="/page".into()/> });
    assert!(!page.contains("<nav"), "{page}");
}
