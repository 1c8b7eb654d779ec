use leasehold_domain::clock::at_seconds;
use leasehold_domain::entropy::SeededEntropy;
use proptest::prelude::*;

use super::*;

fn rfc_secret() -> TotpSecret {
    TotpSecret::from_bytes(b"12345678901234567890").unwrap()
}

/// RFC 6238 appendix B, SHA-1. The RFC prints eight digits; six are their last six (RFC 4226 section 5.3).
#[test]
fn rfc_6238_appendix_b() {
    let vectors = [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ];
    for (seconds, code) in vectors {
        let now = at_seconds(seconds);
        assert_eq!(rfc_secret().code_at(now), code[2..], "at {seconds}");
        assert_eq!(
            rfc_secret().verify(&code[2..], now, None),
            TotpOutcome::Accepted { step: TotpSecret::step_at(now) }
        );
    }
}

#[test]
fn one_step_of_drift_and_no_more() {
    let secret = rfc_secret();
    let now = at_seconds(1_111_111_111);
    let present = TotpSecret::step_at(now);
    for (drift, expected) in [
        (-2, TotpOutcome::Wrong),
        (-1, TotpOutcome::Accepted { step: present - 1 }),
        (0, TotpOutcome::Accepted { step: present }),
        (1, TotpOutcome::Accepted { step: present + 1 }),
        (2, TotpOutcome::Wrong),
    ] {
        let code = secret.code_at(at_seconds(1_111_111_111 + drift * 30));
        assert_eq!(secret.verify(&code, now, None), expected, "drift {drift}");
    }
}

/// `totp_replay_and_brute_force`, the replay half: limits are kept by the caller.
#[test]
fn totp_replay() {
    let secret = rfc_secret();
    let now = at_seconds(1_111_111_111);
    let step = TotpSecret::step_at(now);
    let code = secret.code_at(now);
    assert_eq!(secret.verify(&code, now, Some(step)), TotpOutcome::Used);
    // After a code from the future step was taken, the present one is spent too.
    assert_eq!(secret.verify(&code, now, Some(step + 1)), TotpOutcome::Used);
    assert_eq!(secret.verify(&code, now, Some(step - 1)), TotpOutcome::Accepted { step });
    assert_eq!(secret.verify("000000", now, Some(step)), TotpOutcome::Wrong);
}

#[test]
fn blanks_are_tolerated_and_nothing_else() {
    let secret = rfc_secret();
    let now = at_seconds(59);
    for good in ["287082", " 287 082 ", "287-082", "287\u{a0}082"] {
        assert!(matches!(secret.verify(good, now, None), TotpOutcome::Accepted { .. }), "{good:?}");
    }
    let endless = "2".repeat(100_000);
    for bad in ["", "28708", "2870822", "28708a", "+287082", "２８７０８２", &endless] {
        assert_eq!(secret.verify(bad, now, None), TotpOutcome::Wrong, "{bad:.20?}");
    }
}

#[test]
fn at_and_before_the_epoch_nothing_breaks() {
    let secret = rfc_secret();
    for seconds in [0, 29, -1, -1_000_000] {
        let _ = secret.verify("287082", at_seconds(seconds), None);
    }
}

#[test]
fn the_uri_has_every_parameter_and_is_encoded() {
    let uri = rfc_secret().uri("Lease hold", "alice:x@example.com");
    assert_eq!(
        uri.as_str(),
        "otpauth://totp/Lease%20hold:alice%3Ax%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
         &issuer=Lease%20hold&algorithm=SHA1&digits=6&period=30"
    );
}

#[test]
fn a_secret_is_shown_in_groups_and_read_back() {
    let secret = TotpSecret::generate(&SeededEntropy::new(3));
    assert_eq!(secret.expose().len(), 20);
    let groups = secret.base32_groups();
    assert_eq!(groups.split(' ').map(str::len).collect::<Vec<_>>(), vec![4; 8]);
    assert_eq!(TotpSecret::from_base32(&groups.to_lowercase()).unwrap().expose(), secret.expose());
}

#[test]
fn weak_or_broken_secrets_are_refused() {
    for bad in ["", "GEZDGNBV", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", "ü", &"A".repeat(1000)] {
        assert!(TotpSecret::from_base32(bad).is_err(), "{bad:.20}");
    }
    assert!(TotpSecret::from_bytes(&[0; 15]).is_err());
}

#[test]
fn debug_shows_nothing() {
    assert_eq!(format!("{:?}", rfc_secret()), "TotpSecret(…)");
}

proptest! {
    #[test]
    fn base32_round_trips(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        let text = base32::encode(&bytes);
        prop_assert_eq!(base32::decode(&text).map(|read| read.to_vec()), Some(bytes));
    }

    #[test]
    fn no_input_breaks_it(code in ".{0,40}", seconds in any::<i32>(), last in any::<Option<i32>>()) {
        let _ = rfc_secret().verify(&code, at_seconds(seconds.into()), last.map(i64::from));
        let _ = TotpSecret::from_base32(&code);
    }

    #[test]
    fn an_accepted_code_is_accepted_once(seconds in 0_i64..4_000_000_000, drift in -1_i64..=1) {
        let secret = rfc_secret();
        let code = secret.code_at(at_seconds(seconds + drift * 30));
        if let TotpOutcome::Accepted { step } = secret.verify(&code, at_seconds(seconds), None) {
            prop_assert_ne!(
                secret.verify(&code, at_seconds(seconds), Some(step)),
                TotpOutcome::Accepted { step }
            );
        } else {
            prop_assert!(seconds + drift * 30 < 0);
        }
    }
}
