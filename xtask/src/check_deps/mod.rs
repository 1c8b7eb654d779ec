//! `cargo xtask check-deps`: who may depend on whom (docs/architecture.md).
//!
//! The rules are data in [`rules`]; this file reads the manifests and applies them.

mod manifest;
mod rules;

use anyhow::{Result, ensure};

use crate::paths;
use manifest::{Kind, Package};

/// Fails with one line per broken rule.
pub(crate) fn run() -> Result<()> {
    let packages = manifest::packages(&paths::metadata()?)?;
    let broken: Vec<String> = packages.iter().flat_map(check).collect();
    ensure!(broken.is_empty(), "rules of docs/architecture.md are broken:\n{}", broken.join("\n"));
    Ok(())
}

fn check(package: &Package) -> Vec<String> {
    let mut broken = Vec::new();
    let name = package.short_name();
    if !package.inherits_lints {
        broken.push(format!("{name}: needs `[lints] workspace = true`"));
    }
    let Some(allowed) = rules::arrows(name) else {
        broken.push(format!("{name}: has no line in the table of arrows"));
        return broken;
    };
    for dependency in &package.dependencies {
        let on = dependency.short_name();
        let broke = if dependency.ours {
            arrow_is_wrong(allowed, dependency.kind, on)
        } else {
            rules::outside_is_wrong(name, on)
        };
        if let Some(why) = broke {
            broken.push(format!("{name}: may not use {on} ({why})"));
        }
        if let Some(why) = rules::features_are_wrong(name, on, &dependency.features) {
            broken.push(format!("{name}: {on} with {:?} ({why})", dependency.features));
        }
    }
    broken
}

fn arrow_is_wrong(allowed: &[&str], kind: Kind, on: &str) -> Option<&'static str> {
    match kind {
        _ if allowed.contains(&on) => None,
        Kind::Development if rules::FOR_TESTS.contains(&on) => None,
        Kind::Development => Some("tests use what the crate may use, and the test kit"),
        Kind::Normal if on == "test-kit" => Some("a development dependency only"),
        Kind::Normal => Some("no arrow leads there"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check_deps::manifest::Dependency;

    fn package(name: &str, on: &str, kind: Kind) -> Package {
        let dependency = Dependency {
            name: on.to_owned(),
            ours: on.starts_with("leasehold-"),
            kind,
            features: Vec::new(),
        };
        Package { name: name.to_owned(), inherits_lints: true, dependencies: vec![dependency] }
    }

    #[test]
    fn arrows_point_down_only() {
        assert!(check(&package("leasehold-domain", "leasehold-oauth-types", Kind::Normal)).is_empty());
        assert_eq!(check(&package("leasehold-domain", "leasehold-storage", Kind::Normal)).len(), 1);
        assert_eq!(check(&package("leasehold-bff", "leasehold-authorization-server", Kind::Normal)).len(), 1);
        assert_eq!(
            check(&package("leasehold-guard", "leasehold-authorization-server", Kind::Development)).len(),
            1
        );
    }

    #[test]
    fn the_test_kit_is_for_tests() {
        assert!(check(&package("leasehold-bff", "leasehold-test-kit", Kind::Development)).is_empty());
        assert_eq!(check(&package("leasehold-bff", "leasehold-test-kit", Kind::Normal)).len(), 1);
    }

    #[test]
    fn outside_crates_stay_where_they_belong() {
        assert!(check(&package("leasehold-storage-sqlite", "sqlx", Kind::Normal)).is_empty());
        assert!(check(&package("leasehold-storage-postgres", "sqlx", Kind::Normal)).is_empty());
        assert_eq!(check(&package("leasehold-authorization-server", "sqlx", Kind::Normal)).len(), 1);
        assert_eq!(check(&package("leasehold-policy", "axum", Kind::Normal)).len(), 1);
        assert_eq!(check(&package("leasehold-bff", "leptos", Kind::Normal)).len(), 1);
        assert_eq!(check(&package("leasehold-domain", "tokio", Kind::Normal)).len(), 1);
        assert_eq!(check(&package("leasehold-authorization-server", "opaque-ke", Kind::Normal)).len(), 1);
    }

    #[test]
    fn a_new_crate_needs_a_line_and_the_lints() {
        let mut new = package("leasehold-new", "serde", Kind::Normal);
        assert_eq!(check(&new).len(), 1);
        new.inherits_lints = false;
        assert_eq!(check(&new).len(), 2);
    }
}
