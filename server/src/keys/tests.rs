use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

use leasehold_domain::entropy::SeededEntropy;

use super::*;
use crate::scratch::Scratch;

#[test]
fn the_first_start_makes_keys_that_only_the_owner_can_read_and_the_next_finds_them() {
    let scratch = Scratch::new("keys-first-start");
    let folder = scratch.path().join("data/keys");
    let entropy = SeededEntropy::new(7);
    let made = KeyFolder::open(&folder).unwrap();
    let master = made.master(&entropy).unwrap();
    let public = made.id_tokens().unwrap().jwks();
    let own = made.own("leasehold-account").unwrap();
    for entry in fs::read_dir(&folder).unwrap() {
        assert_eq!(entry.unwrap().metadata().unwrap().mode() & 0o777, 0o600);
    }
    assert_eq!(fs::metadata(&folder).unwrap().mode() & 0o777, 0o700);

    let found = KeyFolder::open(&folder).unwrap();
    let sealed = master.sealer("a").seal(b"secret", "row", &entropy);
    assert!(found.master(&entropy).unwrap().sealer("a").open(&sealed, "row").is_ok());
    assert_eq!(found.id_tokens().unwrap().jwks(), public);
    assert_eq!(found.own("leasehold-account").unwrap().jwks(), own.jwks());
    assert_ne!(found.own("leasehold-admin").unwrap().jwks(), own.jwks());
}

#[test]
fn the_published_key_is_public_and_has_an_id() {
    let scratch = Scratch::new("keys-public");
    let own = KeyFolder::open(scratch.path().join("keys")).unwrap().own("bank").unwrap();
    let key = &own.jwks()["keys"][0];
    assert_eq!((key["kty"].as_str(), key["crv"].as_str()), (Some("EC"), Some("P-256")));
    assert!(key.get("d").is_none());
    assert!(key["kid"].as_str().is_some_and(|kid| kid.len() > 10));
    assert_eq!(format!("{own:?}"), "OwnKey(…)");
}

#[test]
fn keys_that_others_can_read_are_refused() {
    let scratch = Scratch::new("keys-open");
    let path = scratch.path().join("keys");
    let folder = KeyFolder::open(&path).unwrap();
    folder.master(&SeededEntropy::new(7)).unwrap();
    fs::set_permissions(path.join("master.key"), Permissions::from_mode(0o640)).unwrap();
    let error = folder.master(&SeededEntropy::new(7)).unwrap_err();
    assert!(matches!(error, KeyFileError::TooOpen { mode: 0o640, .. }), "{error}");

    fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
    assert!(matches!(KeyFolder::open(&path), Err(KeyFileError::TooOpen { mode: 0o755, .. })));
}

#[test]
fn what_is_no_key_is_refused_without_showing_it() {
    let scratch = Scratch::new("keys-broken");
    let path = scratch.path().join("keys");
    let folder = KeyFolder::open(&path).unwrap();
    for name in ["master.key", "id-tokens.pem", "bank.pem"] {
        files::write_private(&path.join(name), b"hunter2").unwrap();
    }
    let errors = [
        folder.master(&SeededEntropy::new(7)).unwrap_err(),
        folder.id_tokens().unwrap_err(),
        folder.own("bank").unwrap_err(),
    ];
    for error in errors {
        assert!(
            matches!(error, KeyFileError::Unusable(_)) && !error.to_string().contains("hunter2"),
            "{error}"
        );
    }
}
