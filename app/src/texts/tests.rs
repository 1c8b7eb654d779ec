//! Keeps the three languages and the code in step.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Locale, Texts};

/// Keys that are put together at run time.
const FAMILIES: [&str; 3] = ["month-", "weekday-", "initiator-"];

/// Each key of a language with the arguments it takes, in any of its variants.
fn keys(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(locale.tag());
    let mut keys = BTreeMap::<String, BTreeSet<String>>::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let mut key = String::new();
        for line in std::fs::read_to_string(file.unwrap().path()).unwrap().lines() {
            if let Some((name, _)) = line.split_once(" =").filter(|_| line.starts_with(char::is_alphabetic)) {
                key = name.to_owned();
                assert!(keys.insert(key.clone(), BTreeSet::new()).is_none(), "{key} occurs twice");
            }
            let arguments = line.split("{ $").skip(1);
            let names = arguments.map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap());
            keys.entry(key.clone()).or_default().extend(names.map(str::to_owned));
        }
    }
    keys.remove("");
    keys
}

/// Every string literal in the sources that looks like a key and is used as one: beside `get(`, `with(` or
/// in a table of keys, so any literal of the shape `word-word`.
fn literals(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            literals(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(path).unwrap();
            found.extend(source.split('"').skip(1).step_by(2).map(str::to_owned));
            // An odd number of quotes (a quote in a character literal) shifts the pairs: look at both halves.
            found.extend(source.split('"').step_by(2).map(str::to_owned));
        }
    }
}

fn sources() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    literals(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

#[test]
fn all_languages_have_the_same_keys_and_arguments() {
    let english = keys(Locale::En);
    for locale in Locale::ALL {
        assert_eq!(keys(locale), english, "{}", locale.tag());
    }
}

#[test]
fn every_key_is_used() {
    let used = sources();
    let unused: Vec<_> = keys(Locale::En)
        .into_keys()
        .filter(|key| !used.contains(key) && !FAMILIES.iter().any(|family| key.starts_with(family)))
        .collect();
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn every_key_in_the_sources_exists() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut asked = BTreeSet::new();
    asked_for(&folder, &mut asked);
    assert!(asked.len() > 100, "the search finds the keys: {}", asked.len());
    let english = keys(Locale::En);
    let missing: Vec<_> = asked.into_iter().filter(|key| !english.contains_key(key)).collect();
    assert_eq!(missing, Vec::<String>::new());
}

/// Literals given to `get` and `with` of [`Texts`], and to `key:` of the navigation.
fn asked_for(folder: &Path, asked: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            asked_for(&path, asked);
            continue;
        }
        let source = std::fs::read_to_string(path).unwrap();
        for start in ["t.get(\"", "t.with(\"", "texts.get(\"", "texts.with(\"", "key: \""] {
            let keys = source.split(start).skip(1).filter_map(|rest| rest.split('"').next());
            asked.extend(keys.map(str::to_owned));
        }
    }
}

#[test]
fn texts_read_well_in_every_language() {
    for locale in Locale::ALL {
        let t = Texts { locale, zone: chrono_tz::UTC };
        for n in [0_i64, 1, 2] {
            let title = t.with("overview-title", [("n", n.into()), ("name", "Alice".into())]);
            assert!(title.contains("Alice") && !title.contains('{'), "{title}");
        }
        for month in 1..=12 {
            assert_ne!(t.get(&format!("month-{month}")), format!("month-{month}"));
        }
        for day in 1..=7 {
            assert_ne!(t.get(&format!("weekday-{day}")), format!("weekday-{day}"));
        }
    }
}
